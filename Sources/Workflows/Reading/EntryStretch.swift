import YAMLSyntax

/// Some entries of a long mapping, which are read beside the others.
struct EntryStretch: Sendable {
    /// The mapping's record.
    let mapping: Int
    /// The records of the entries, keys and values.
    let records: Range<Int>

    /// Mappings of fewer records are read as fast by one.
    private static let smallest = 10_000

    /// Divides a mapping below a key of the root among so many readers; empty when it is not long,
    /// or there is no such mapping.
    static func all(of name: String, in document: YAMLDocument, count: Int) -> [EntryStretch] {
        guard count > 1, document.records[0].form == .mapping,
            let mapping = value(of: name, in: document),
            document.records[mapping].form == .mapping,
            document.records[mapping].size >= smallest
        else { return [] }
        let end = mapping + document.records[mapping].size
        var stretches: [EntryStretch] = []
        var (start, key) = (mapping + 1, mapping + 1)
        while key < end {
            let value = key + document.records[key].size
            key = value + document.records[value].size
            if key == end || (key - mapping) * count >= (stretches.count + 1) * (end - mapping) {
                stretches.append(EntryStretch(mapping: mapping, records: start..<key))
                start = key
            }
        }
        return stretches
    }

    private static func value(of name: String, in document: YAMLDocument) -> Int? {
        var key = 1
        while key < document.records[0].size {
            let value = key + document.records[key].size
            if !document.records[key].isLeftOut, document.records[key].form == .scalar,
                document.text(at: key) == name
            {
                return value
            }
            key = value + document.records[value].size
        }
        return nil
    }
}
