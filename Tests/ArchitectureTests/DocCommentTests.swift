import Testing

@Suite("Comments for documentation")
struct DocCommentTests {
    /// Members that a protocol asks for by these names; the protocol says what they are.
    private static let witnesses: Set<String> = [
        "==", "<", "hash", "encode", "description", "debugDescription", "stringValue", "intValue",
        "makeIterator", "makeAsyncIterator", "next", "allCases", "rawValue", "id",
        "configuration", "validate", "main",
    ]

    @Test("every declaration that others can see says what it is")
    func everythingIsDocumented() {
        var missing: [String] = []
        for file in Repository.sources {
            for declaration in file.declarations
            where Self.needsComment(declaration) && !file.isDocumented(declaration.line) {
                if Self.isWitness(declaration, in: file) { continue }
                missing.append("\(file.path):\(declaration.line): \(declaration.name)")
            }
        }
        let list = missing.joined(separator: "\n")
        #expect(missing.isEmpty, "\(missing.count) without a comment:\n\(list)")
    }

    /// Extensions, deinitialisers and coding keys need none, neither do witnesses of Swift's protocols.
    private static func needsComment(_ declaration: Declaration) -> Bool {
        guard !declaration.isPrivate else { return false }
        switch declaration.keyword {
        case "extension", "deinit": return false
        case "init" where declaration.signature.hasPrefix("(from decoder"): return false
        case "typealias" where ["Element", "RawValue", "Body"].contains(declaration.name):
            return false
        case "enum" where declaration.name == "CodingKeys": return false
        case "func" where declaration.modifiers.contains("override"): return false
        case "let", "var":
            return !isSaidByType(declaration) && !witnesses.contains(declaration.name)
        default: return !witnesses.contains(declaration.name)
        }
    }

    /// Whether a property within the room is named as its type is: `let sink: EventSink`.
    private static func isSaidByType(_ declaration: Declaration) -> Bool {
        guard !declaration.modifiers.contains("package") else { return false }
        let parts = declaration.signature.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return false }
        let type = parts[1].drop { $0 == " " }.prefix { $0.isLetter || $0 == "." }
        return type.lowercased().hasSuffix(declaration.name.lowercased())
    }

    /// Whether a protocol of ours, which its type names, says what the member is.
    private static func isWitness(_ declaration: Declaration, in file: SwiftFile) -> Bool {
        guard let type = declaration.types.last else { return false }
        let words = file.header(ofType: type).split { !$0.isLetter }.map(String.init)
        return words.contains { requirements[$0]?.contains(declaration.name) ?? false }
    }

    /// The names of the members of each protocol of ours.
    private static let requirements: [String: Set<String>] = {
        var members: [String: Set<String>] = [:]
        for file in Repository.sources {
            let protocols = Set(file.declarations.filter { $0.keyword == "protocol" }.map(\.name))
            for declaration in file.declarations {
                guard let type = declaration.types.last, protocols.contains(type) else { continue }
                members[type, default: []].insert(declaration.name)
            }
        }
        return members
    }()
}
