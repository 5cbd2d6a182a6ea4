/// Finds declarations by counting braces in blanked code.
struct DeclarationScanner {
    private struct Scope {
        /// The declaration that opened it; nil for a closure or a statement.
        let declaration: Int?
        let isType: Bool
        let name: String
        let isPrivate: Bool
    }

    private var found: [Declaration] = []
    private var scopes: [Scope] = []
    private var parentheses = 0
    /// The declaration whose brace has not come yet.
    private var pending: Int?

    /// The declarations at file and type level, in order.
    static func declarations(in code: [String]) -> [Declaration] {
        var scanner = DeclarationScanner()
        for (index, line) in code.enumerated() {
            scanner.read(line, number: index + 1)
        }
        return scanner.found
    }

    private mutating func read(_ line: String, number: Int) {
        if parentheses == 0, scopes.allSatisfy(\.isType),
            let declaration = Declaration(
                line,
                line: number,
                types: scopes.map(\.name),
                isPrivate: scopes.contains(where: \.isPrivate)
            )
        {
            pending = found.count
            found.append(declaration)
        }
        for byte in line.utf8 {
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: "["): parentheses += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): parentheses -= 1
            case UInt8(ascii: "{"): open()
            case UInt8(ascii: "}"): close(number)
            default: break
            }
        }
    }

    private mutating func open() {
        let index = parentheses == 0 ? pending : nil
        let declaration = index.map { found[$0] }
        scopes.append(
            Scope(
                declaration: index,
                isType: declaration?.isType ?? false,
                name: declaration?.name ?? "",
                isPrivate: declaration?.isPrivate ?? false
            )
        )
        if index != nil { pending = nil }
    }

    private mutating func close(_ line: Int) {
        guard let scope = scopes.popLast(), let index = scope.declaration else { return }
        found[index].lastLine = line
    }
}
