import Diagnostics

/// The records of a document and the texts of its scalars while they are read.
struct RecordList {
    /// The nodes so far.
    private(set) var records: [YAMLRecord] = []
    /// The texts of their scalars, one after the other.
    private(set) var texts: [UInt8] = []

    /// Makes room for the nodes of a file of so many bytes.
    ///
    /// Memory that is never touched costs nothing, and growing would copy.
    init(bytes: Int) {
        records.reserveCapacity(bytes / 12 + 16)
        texts.reserveCapacity(bytes)
    }

    /// How many there are.
    var count: Int { records.count }

    /// A node, whose own facts may be set once they are known.
    subscript(_ index: Int) -> YAMLRecord {
        get { records[index] }
        set { records[index] = newValue }
    }

    /// Adds a node; `text` is that of a scalar.
    mutating func append(
        _ form: YAMLRecord.Form,
        _ text: UnsafeBufferPointer<UInt8> = UnsafeBufferPointer(start: nil, count: 0),
        style: YAMLScalar.Style = .plain,
        kind: YAMLScalar.Kind = .string,
        isKey: Bool = false,
        at place: (start: SourcePosition, end: SourcePosition)
    ) {
        records.append(
            YAMLRecord(
                start: place.start,
                end: place.end,
                first: UInt32(texts.count),
                length: UInt32(text.count),
                hash: isKey ? YAMLRecord.hash(text) : 0,
                form: form,
                style: style,
                kind: kind,
                holdsExpression: Self.holdsExpression(text)
            )
        )
        texts.append(contentsOf: text)
    }

    private static func holdsExpression(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 2
        while index < text.count {
            // The last byte first: where it is another, three can be passed over.
            if text[index] == UInt8(ascii: "{") {
                if text[index - 1] == UInt8(ascii: "{"), text[index - 2] == UInt8(ascii: "$") {
                    return true
                }
                index += 1
            } else {
                index += text[index] == UInt8(ascii: "$") ? 2 : 3
            }
        }
        return false
    }

    /// The text of a scalar.
    func text(_ index: Int) -> String {
        withText(index) { String(decoding: $0, as: UTF8.self) }
    }

    private func withText<Result>(
        _ index: Int,
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let first = Int(records[index].first)
        let range = first..<first + Int(records[index].length)
        return texts.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// Adds the records of a node once more, as a key or as another node.
    mutating func copy(_ node: Int, isKey: Bool) {
        let index = records.count
        records.append(contentsOf: Array(records[node..<node + records[node].size]))
        records[index].isLeftOut = false
        if isKey, records[index].form == .scalar {
            records[index].hash = withText(index, YAMLRecord.hash)
        }
    }

    /// Adds what the end of a file was read as below a key made up: the records of its root, that
    /// key, a mapping that goes on with one of ours, and whatever stands in the root after it.
    mutating func append(_ end: RecordList, to mapping: Int) {
        let shift = UInt32(texts.count)
        let count = records.count
        records += end.records[3...]
        records.withUnsafeMutableBufferPointer { records in
            for index in count..<records.count where records[index].form == .scalar {
                records[index].first += shift
            }
        }
        texts += end.texts
        records[mapping].first += end[2].first
        records[mapping].length = UInt32(count - mapping) + end[2].length - 1
        records[mapping].end = end[2].end
        records[0].first += end[0].first - 1
        records[0].length = UInt32(records.count)
        records[0].end = end[0].end
    }

    /// The texts of a mapping's keys, in lower case.
    func keys(of mapping: Int) -> [String] {
        var keys: [String] = []
        var key = mapping + 1
        let end = mapping + records[mapping].size
        while key < end {
            if records[key].form == .scalar { keys.append(text(key).lowercased()) }
            let value = key + records[key].size
            key = value + records[value].size
        }
        return keys
    }
}
