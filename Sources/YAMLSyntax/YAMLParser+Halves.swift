import Diagnostics

extension YAMLParser {
    /// What one parser read.
    struct Part: Sendable {
        /// The nodes.
        var records: RecordList
        /// Everything wrong with them.
        var diagnostics: [Diagnostic]
        /// Whether the text could be read to where the parser was to stop.
        let isWhole: Bool
        /// The mapping that was open at the seam; nil where the parser read to the end of the text.
        let openMapping: Int?
        private let eventCount: Int
        private let expandedNodes: Int

        private init(_ positions: PositionIndex, _ limits: Limits, until seam: Seam?) {
            let stream = EventStream(positions)
            defer { stream.close() }
            var builder = NodeBuilder(
                stream: stream,
                positions: positions,
                limits: limits,
                seam: seam
            )
            isWhole = builder.build()
            records = builder.records
            diagnostics = builder.diagnostics
            openMapping = builder.openMapping
            eventCount = builder.eventCount
            expandedNodes = builder.anchors.expandedNodes
        }

        /// Reads a file from its start: to the seam if libyaml comes to it, else to the end.
        init(of file: SourceFile, _ limits: Limits, until seam: Seam? = nil) {
            var text = file.text
            self = text.withUTF8 { bytes in
                // A seam is only looked for in ASCII.
                let positions = PositionIndex(bytes, file: file, knownASCII: seam != nil)
                return Part(positions, limits, until: seam)
            }
        }

        /// Reads a file from a seam on, below a key made up.
        init(of file: SourceFile, _ limits: Limits, from seam: Seam) {
            var text = file.text
            self = text.withUTF8 { whole in
                let line = seam.offset - seam.indentation
                let key = Array("k:\n".utf8)
                let lines = Seam.lineBreaks(UnsafeBufferPointer(rebasing: whole[..<line]))
                return (key + whole[line...]).withUnsafeBufferPointer { bytes in
                    let before = (lines: lines - 1, bytes: line - key.count)
                    return Part(PositionIndex(bytes, of: file, after: before), limits, until: nil)
                }
            }
        }

        /// Adds the rest of the file to what stands before the seam; false where one parser has to
        /// read it all: to say what is wrong with it, and where.
        mutating func join(_ end: Part, _ limits: Limits) -> Bool {
            guard let openMapping, isWhole, end.isWhole, end.records.count > 3,
                end.records[2].form == .mapping,
                eventCount + end.eventCount <= limits.events,
                expandedNodes + end.expandedNodes <= limits.expandedNodes,
                Self.areDistinct(records.keys(of: openMapping) + end.records.keys(of: 2)),
                Self.areDistinct(records.keys(of: 0) + end.records.keys(of: 0))
            else { return false }
            records.append(end.records, to: openMapping)
            diagnostics += end.diagnostics
            return true
        }

        private static func areDistinct(_ keys: [String]) -> Bool {
            Set(keys).count == keys.count
        }
    }

    /// A long file, read by two parsers; nil where one has to read it.
    ///
    /// The first reads from the start. The second starts at a seam that was guessed, and what it
    /// reads counts if the first comes to the seam in the state that the second started with.
    static func halves(of file: SourceFile, _ limits: Limits, _ workers: Workers) -> Part? {
        guard workers.count > 1 else { return nil }
        var text = file.text
        guard let seam = text.withUTF8({ Seam($0) }) else { return nil }
        var parts = workers.map(2) { number in
            number == 0
                ? Part(of: file, limits, until: seam) : Part(of: file, limits, from: seam)
        }
        // Taken out, so that what is added to is held nowhere else and not copied.
        guard let end = parts.popLast(), var start = parts.popLast() else { return nil }
        return start.openMapping == nil || start.join(end, limits) ? start : nil
    }
}
