/// One Swift file, read as far as the rules of the project need it.
struct SwiftFile: Sendable {
    /// The path below the project's folder.
    let path: String
    /// The lines as written.
    let lines: [String]
    /// The lines with comments and string contents blanked out.
    let code: [String]
    /// What is declared outside function bodies.
    let declarations: [Declaration]

    /// Reads a file.
    init(path: String, text: String) {
        self.path = path
        lines = Self.lines(of: text)
        code = Self.lines(of: CodeText.blanked(text))
        declarations = DeclarationScanner.declarations(in: code)
    }

    /// The folder below `Sources` or `Tests`: the room.
    var room: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    /// The modules it imports, with their 1-based lines.
    var imports: [(module: String, line: Int)] {
        code.enumerated().compactMap { index, line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place <= 2,
                words[..<place].allSatisfy(Self.mayPrecedeImport),
                let module = words.last, place < words.count - 1
            else { return nil }
            return (String(module.prefix { $0 != "." }), index + 1)
        }
    }

    /// Whether a comment for documentation stands right above a 1-based line.
    ///
    /// Attributes may stand between the two, on as many lines as their arguments take.
    func isDocumented(_ line: Int) -> Bool {
        var index = line - 2
        var open = 0
        while index >= 0 {
            let above = lines[index].drop { $0 == " " }
            if open == 0, above.hasPrefix("///") { return true }
            for character in code[index] {
                if character == ")" { open += 1 }
                if character == "(" { open -= 1 }
            }
            guard open > 0 || above.hasPrefix("@") || above.hasPrefix("#if") else { return false }
            index -= 1
        }
        return false
    }

    /// What stands between the name of a type and its brace: generics and protocols.
    func header(ofType name: String) -> String {
        let types = declarations.filter { $0.isType && $0.name == name }
        return types.map { type in
            let rest = code[(type.line - 1)...].prefix { !$0.contains("{") }
            let last = code[min(type.line - 1 + rest.count, code.count - 1)]
            return rest.joined(separator: " ") + " " + last.prefix { $0 != "{" }
        }
        .joined(separator: " ")
    }

    private static func mayPrecedeImport(_ word: Substring) -> Bool {
        ["package", "internal", "private", "fileprivate", "@testable"].contains(word)
    }

    private static func lines(of text: String) -> [String] {
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { String(Substring($0)) }
    }
}
