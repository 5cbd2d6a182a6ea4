import Testing

@Suite("The reference of run events")
struct EventDocumentTests {
    /// The payload type of each type of event, read from the cases of `Happening`.
    private static let payloads: [(type: String, payload: String)] = {
        let file = Repository.sources.first { $0.path.hasSuffix("RunEvents/RunEvent.swift") }
        return (file?.code ?? []).compactMap { line in
            let words = line.split { " ()".contains($0) }.map(String.init)
            return words.count == 3 && words[0] == "case" ? (words[1], words[2]) : nil
        }
    }()

    /// The sections of the document by the type in their heading.
    private static let sections: [String: String] = {
        let text = Repository.text("docs/events.md") ?? ""
        let parts = text.split(separator: "\n### `").dropFirst().map(String.init)
        return Dictionary(
            parts.map { part in
                let end = part.firstRange(of: "\n## ")?.lowerBound ?? part.endIndex
                return (String(part.prefix { $0 != "`" }), String(part[..<end]))
            },
            uniquingKeysWith: { first, _ in first }
        )
    }()

    @Test("every type of event has a section, and no other has one")
    func types() {
        #expect(Self.payloads.count > 10)
        #expect(Set(Self.payloads.map(\.type)) == Set(Self.sections.keys))
    }

    @Test("every section lists the fields of its type, and no other")
    func fields() {
        for (type, payload) in Self.payloads {
            let rows = Self.sections[type]?.split(separator: "\n").filter { $0.hasPrefix("| `") }
            let documented = (rows ?? []).map { $0.dropFirst(3).prefix { $0 != "`" } }
            #expect(documented.map(String.init) == Self.storedProperties(of: payload), "`\(type)`")
        }
    }

    @Test("a field is called optional exactly where it is one")
    func optionals() {
        for (type, payload) in Self.payloads {
            let section = Self.sections[type] ?? ""
            for row in section.split(separator: "\n").filter({ $0.hasPrefix("| `") }) {
                let name = String(row.dropFirst(3).prefix { $0 != "`" })
                let isOptional = Self.declarations(of: payload).contains {
                    $0.name == name && $0.signature.hasSuffix("?")
                }
                #expect(row.contains("| Optional.") == isOptional, "`\(type)`: `\(name)`")
            }
        }
    }

    private static func storedProperties(of type: String) -> [String] {
        declarations(of: type).map(\.name)
    }

    private static func declarations(of type: String) -> [Declaration] {
        let rooms: Set<String> = ["RunEvents", "Diagnostics"]
        return Repository.sources.filter { rooms.contains($0.room) }.flatMap(\.declarations).filter
        {
            $0.types == [type] && !$0.isPrivate && !$0.modifiers.contains("static")
                && ["let", "var"].contains($0.keyword) && !$0.signature.contains("{")
        }
    }
}
