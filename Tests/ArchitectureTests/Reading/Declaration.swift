/// A declaration at file or type level.
struct Declaration: Sendable {
    /// The keyword, such as `func`.
    let keyword: String
    /// The first word behind it; the operator for one.
    let name: String
    /// The line of the keyword, 1-based.
    let line: Int
    /// The line of the brace that closes its body; nil without a body.
    var lastLine: Int?
    /// Whether it, or a type around it, is `private` or `fileprivate`.
    let isPrivate: Bool
    /// The modifiers before the keyword.
    let modifiers: [String]
    /// The rest of its first line, behind the keyword.
    let signature: String
    /// The names of the types around it, outermost first.
    let types: [String]

    /// Whether it opens a scope of members.
    var isType: Bool {
        ["struct", "class", "enum", "actor", "protocol", "extension"].contains(keyword)
    }

    /// How many lines its body has, braces' lines included.
    var bodyLines: Int {
        lastLine.map { $0 - line + 1 } ?? 0
    }

    /// Reads a line of blanked code; nil when no declaration begins on it.
    init?(_ code: String, line: Int, types: [String], isPrivate: Bool) {
        var rest = code.drop { $0 == " " }
        var modifiers: [String] = []
        while true {
            if rest.hasPrefix("@") {
                rest = Self.skipAttribute(rest)
                continue
            }
            let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            let next = rest[word.endIndex...]
            if Self.keywords.contains(String(word)), !next.hasPrefix(":"), !next.hasPrefix("."),
                !(word == "class" && Self.isModifier(next))
            {
                keyword = String(word)
                rest = next.drop { $0 == " " }
                break
            }
            guard Self.modifiers.contains(String(word)) || word == "class" else { return nil }
            modifiers.append(String(word))
            rest = Self.skipParenthesis(next).drop { $0 == " " }
        }
        let isNameless = ["init", "subscript", "deinit"].contains(keyword)
        name =
            isNameless
            ? keyword
            : String(rest.prefix { !" (:<{".contains($0) || $0 == "<" && rest.first == "<" })
        signature = String(rest)
        self.modifiers = modifiers
        self.line = line
        self.types = types
        self.isPrivate =
            isPrivate || modifiers.contains("private") || modifiers.contains("fileprivate")
    }

    private static let keywords: Set<String> = [
        "struct", "class", "enum", "actor", "protocol", "extension", "func", "init", "var", "let",
        "subscript", "typealias", "associatedtype", "deinit",
    ]

    private static let modifiers: Set<String> = [
        "package", "internal", "public", "open", "private", "fileprivate", "static", "final",
        "mutating", "nonmutating", "consuming", "borrowing", "nonisolated", "isolated", "indirect",
        "lazy", "weak", "unowned", "override", "convenience", "required", "prefix", "postfix",
        "infix", "dynamic", "distributed",
    ]

    private static func isModifier(_ rest: Substring) -> Bool {
        let word = rest.drop { $0 == " " }.prefix { $0.isLetter }
        return word == "func" || word == "var" || word == "subscript"
    }

    private static func skipAttribute(_ text: Substring) -> Substring {
        let name = text.dropFirst().prefix { $0.isLetter || $0.isNumber || "_.".contains($0) }
        return skipParenthesis(text[name.endIndex...]).drop { $0 == " " }
    }

    /// Skips one group of parentheses when the text starts with it.
    private static func skipParenthesis(_ text: Substring) -> Substring {
        guard text.first == "(" else { return text }
        var depth = 0
        for index in text.indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            if depth == 0 { return text[text.index(after: index)...] }
        }
        return text[text.endIndex...]
    }
}
