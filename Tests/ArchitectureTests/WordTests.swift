import Testing

@Suite("Words")
struct WordTests {
    // Written in two parts, so that this file itself passes.
    private static let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    private static let drawers = [
        "Uti" + "ls", "Help" + "er", "Help" + "ers", "Mana" + "ger", "Comm" + "on",
    ]
    private static let traps = ["fatal" + "Error(", "try" + "!", "as" + "!"]
    private static let foreignPaths = ["/wo" + "rk/main", "/wo" + "rk/shared", "/wo" + "rk/brief"]
    private static let registries = [
        "deb.deb" + "ian.org", "py" + "pi.org", "npm" + "js.org", "npm" + "js.com",
        "python" + "hosted.org",
    ]

    private static let all = Repository.sources + Repository.tests

    @Test("nothing is left to do later")
    func marks() {
        for file in Self.all {
            for (index, line) in file.lines.enumerated() {
                for mark in Self.marks where Self.hasWord(mark, in: line) {
                    Issue.record("\(file.path):\(index + 1): \(mark)")
                }
            }
        }
    }

    @Test("no type, file or folder is a drawer for anything")
    func drawers() {
        for file in Self.all {
            let types = file.declarations.filter { $0.isType && $0.keyword != "extension" }.map(
                \.name
            )
            let path = file.path.dropLast(".swift".count).split(separator: "/").dropFirst(2)
            for name in types + path.map(String.init) {
                #expect(!Self.drawers.contains { name.hasSuffix($0) }, "\(file.path): \(name)")
            }
        }
    }

    @Test("nothing traps on purpose where an error could be told")
    func traps() {
        for file in Self.all {
            for (index, line) in file.code.enumerated() {
                for trap in Self.traps where line.contains(trap) {
                    Issue.record("\(file.path):\(index + 1): \(trap)")
                }
            }
        }
    }

    @Test("nothing is public: the program is no library")
    func visibility() {
        for file in Self.all {
            for declaration in file.declarations {
                let isPublic = declaration.modifiers.contains { $0 == "public" || $0 == "open" }
                #expect(!isPublic, "\(file.path):\(declaration.line): \(declaration.name)")
            }
        }
    }

    @Test("no file knows one machine's folders or a package registry")
    func places() {
        let folders = ["Sources", "Tests", "docs", "scripts", "runners", "workflows", "bench"]
        let top = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile", "Package.swift"]
        for path in folders.flatMap(Repository.paths(below:)) + top {
            guard let text = Repository.text(path), text.utf8.count < 1_000_000 else { continue }
            for word in Self.foreignPaths + Self.registries where text.contains(word) {
                Issue.record("\(path) names `\(word)`")
            }
        }
    }

    private static func hasWord(_ word: String, in line: String) -> Bool {
        line.ranges(of: word).contains { range in
            let before = line[..<range.lowerBound].last
            let after = line[range.upperBound...].first
            return before?.isLetter != true && after?.isLetter != true
        }
    }
}
