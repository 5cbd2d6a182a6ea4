import Foundation
import Testing

@Suite("Documents")
struct DocumentTests {
    private static let documents =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        + Repository.paths(below: "docs").filter { $0.hasSuffix(".md") }

    private static func text(_ path: String) -> String { Repository.text(path) ?? "" }

    /// The texts between two marks, on one line each.
    private static func pieces(of text: String, from: String, to: String) -> [String] {
        text.split(separator: "\n").flatMap { line in
            line.split(separator: from, omittingEmptySubsequences: false).dropFirst()
                .compactMap { rest in
                    rest.firstRange(of: to).map { String(rest[..<$0.lowerBound]) }
                }
        }
    }

    @Test("every target of make that a document names is in the Makefile", arguments: documents)
    func makeTargets(path: String) {
        let makefile = Self.text("Makefile").split(separator: "\n")
        let targets = Set(makefile.filter { $0.contains(":") }.map { $0.prefix { $0 != ":" } })
        let text = Self.text(path)
        let inline = Self.pieces(of: text, from: "`make ", to: "`")
        let typed = text.split(separator: "\n").filter { $0.hasPrefix("make ") }.map {
            String($0.dropFirst(5))
        }
        for words in inline + typed {
            let target = words.prefix { $0.isLetter || $0 == "-" }
            #expect(targets.contains(target), "\(path): `make \(target)`")
        }
    }

    @Test("every link to a file of the project leads somewhere", arguments: documents)
    func links(path: String) {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        for target in Self.pieces(of: Self.text(path), from: "](", to: ")") {
            guard !target.contains("://"), !target.hasPrefix("#") else { continue }
            let file = target.prefix { $0 != "#" }
            let place = URL(filePath: "/\(folder)/\(file)").standardizedFileURL.path
            #expect(Repository.exists(String(place.dropFirst())), "\(path) links to \(target)")
        }
    }

    @Test("every decision is listed, and the numbers have no gap")
    func decisions() {
        let names = Repository.names(in: "docs/decisions").filter { $0 != "README.md" }
        let list = Self.text("docs/decisions/README.md")
        for (index, name) in names.enumerated() {
            #expect(Int(name.prefix(4)) == index + 1, "\(name)")
            #expect(list.contains("(\(name))"), "\(name) is not listed")
            let text = Self.text("docs/decisions/\(name)")
            for part in ["Status:", "## Context", "## Decision", "## Consequences"] {
                #expect(text.contains(part), "\(name) has no `\(part)`")
            }
        }
    }

    @Test("every room has its row in the table of rooms")
    func rooms() {
        let rows = Self.text("docs/architecture.md").split(separator: "\n").filter {
            $0.hasPrefix("|")
        }
        let cells = rows.map { $0.split(separator: "|", omittingEmptySubsequences: false)[2] }
        for room in ArrowTests.layers.keys {
            #expect(cells.contains { $0.contains("`\(room)`") }, "\(room)")
        }
    }

    @Test("the command-line reference has every command and option, and no other")
    func options() throws {
        let text = Self.text("docs/command-line.md")
        var known: Set<String> = ["--help", "--version", "--", "--generate-completion-script"]
        for file in Repository.sources where file.room == "ActlocalCommands" {
            let source = file.lines.joined(separator: "\n")
            for name in Self.pieces(of: source, from: ".customLong(\"", to: "\"") {
                known.insert("--\(name)")
                #expect(text.contains("`--\(name)"), "--\(name) is not in the reference")
            }
            for name in Self.pieces(of: source, from: ".customShort(\"", to: "\"") {
                #expect(text.contains("`-\(name)`"), "-\(name) is not in the reference")
            }
            for name in Self.pieces(of: source, from: "commandName: \"", to: "\"") {
                let isNamed = text.contains(try Regex("actlocal ([a-z]+ )?\(name)"))
                #expect(isNamed || name == "actlocal", "\(name)")
            }
        }
        for match in text.matches(of: try Regex("--[a-z][a-z-]*")) {
            let name = String(text[match.range])
            #expect(known.contains(name), "\(name) is no option")
        }
    }

    @Test("the command-line reference has every exit status that the sources name")
    func exitStatuses() {
        let table = Self.text("docs/command-line.md")
        let source = Repository.sources.filter {
            $0.path.hasSuffix("ExitStatus.swift") || $0.path.hasSuffix("SessionError.swift")
        }
        let lines = source.flatMap(\.lines).map { $0.drop { $0 == " " } }
        let numbers = lines.compactMap { line -> Int? in
            if line.contains("static let "), let equals = line.lastIndex(of: "=") {
                return Int(line[line.index(equals, offsetBy: 2)...])
            }
            return Int(line) ?? line.split(separator: ": ").last.flatMap { Int($0) }
        }
        #expect(Set(numbers).isSuperset(of: [0, 3, 4, 5, 64, 130]))
        for number in numbers {
            #expect(table.contains("\n| \(number) |"), "status \(number) is not in the table")
        }
    }

    @Test("the reference of .actlocal.yml has every key and default file")
    func configurationKeys() {
        let text = Self.text("docs/configuration.md")
        let schema = Self.text("Sources/Workflows/Schema/ConfigurationSchema.swift")
        let keys = Self.pieces(of: schema, from: "Property(\"", to: "\"")
        #expect(keys.count > 5)
        for key in keys {
            #expect(text.contains("`\(key)`"), "`\(key)` is not explained")
            let isShown = text.contains("\n\(key):") || text.contains("\n  \(key):")
            #expect(isShown, "`\(key)` is not in the example")
        }
        let kinds = Self.text("Sources/Sessions/Inputs/InputKind.swift")
        for file in Self.pieces(of: kinds, from: ": \".", to: "\"") {
            #expect(text.contains("`.\(file)`"), ".\(file)")
        }
    }
}
