import CLibYAML
import Diagnostics

/// Builds the records of one document from libyaml's events.
struct NodeBuilder {
    private let stream: EventStream
    /// Where the events' marks stand.
    let positions: PositionIndex
    /// How much the file may hold.
    let limits: YAMLParser.Limits
    /// Everything wrong so far.
    var diagnostics: [Diagnostic] = []
    /// The nodes so far.
    var records: RecordList
    /// The keys of the mappings that are open.
    var keys = KeySet()
    /// Where to stop when this is the key of a mapping below the root; nil to read to the end.
    private let seam: Seam?
    /// The mapping that was open when the builder stopped there.
    private(set) var openMapping: Int?
    private(set) var eventCount = 0
    private var depth = 0
    private var mayStop = false
    private(set) var anchors = AnchorTable()

    /// Prepares to read the events of a stream.
    init(
        stream: EventStream,
        positions: PositionIndex,
        limits: YAMLParser.Limits,
        seam: Seam? = nil
    ) {
        self.stream = stream
        self.seam = seam
        self.positions = positions
        self.limits = limits
        records = RecordList(bytes: positions.bytes.count)
    }

    /// Reading stopped; the reason is among the diagnostics.
    struct Stopped: Error {}

    /// Reads the document to its end, or to the seam; false when it cannot be read.
    mutating func build() -> Bool {
        do throws(Stopped) {
            try readDocument()
            return true
        } catch {
            return false
        }
    }

    private mutating func readDocument() throws(Stopped) {
        try advance()
        guard stream.type == YAML_DOCUMENT_START_EVENT else {
            records.append(.scalar, kind: .null, at: (.start, .start))
            return
        }
        // A tag may stand for another one in the rest of such a document.
        mayStop = stream.event.pointee.data.document_start.tag_directives.start == nil
        try advance()
        try readNode()
        guard openMapping == nil else { return }
        // Only a document's end can follow its root.
        try advance()
        try advance()
        if stream.type == YAML_DOCUMENT_START_EVENT {
            let place = stream.span.start
            report(
                Diagnostic(
                    .severalDocuments,
                    "a second YAML document starts here",
                    at: SourceSpan(path: positions.path, start: place, end: place),
                    help: "remove the `---` and what follows, or move it to a file of its own"
                )
            )
        }
    }

    private mutating func advance() throws(Stopped) {
        eventCount += 1
        guard eventCount <= limits.events else {
            throw stop(
                .yamlLimit,
                "Maximum events exceeded while evaluating the template. This may indicate an "
                    + "infinite loop in the template evaluation.",
                at: SourceSpan(path: positions.path, start: .start, end: .start)
            )
        }
        do throws(SyntaxError) {
            try stream.advance()
        } catch {
            report(error.diagnostic)
            throw Stopped()
        }
    }

    // MARK: Nodes

    /// Reads the node that the last event starts.
    private mutating func readNode(isKey: Bool = false) throws(Stopped) {
        switch stream.type {
        case YAML_SCALAR_EVENT: try readScalar(isKey: isKey)
        case YAML_SEQUENCE_START_EVENT:
            let data = stream.event.pointee.data.sequence_start
            try readCollection(.sequence, NodeProperties(data.anchor, data.tag))
        case YAML_MAPPING_START_EVENT:
            let data = stream.event.pointee.data.mapping_start
            try readCollection(.mapping, NodeProperties(data.anchor, data.tag))
        case YAML_ALIAS_EVENT:
            let name = stream.event.pointee.data.alias.anchor.map { String(cString: $0) } ?? ""
            try repeatNode(name, at: stream.span, isKey: isKey)
        default: preconditionFailure("libyaml gives a node where one has to stand")
        }
    }

    private mutating func readScalar(isKey: Bool) throws(Stopped) {
        let data = stream.event.pointee.data.scalar
        let text = UnsafeBufferPointer(start: data.value, count: data.length)
        let style = data.style.style
        let (start, end) = (stream.event.pointee.start_mark, stream.event.pointee.end_mark)
        let isBlock = style == .literal || style == .folded
        let place = isBlock ? positions.blockScalar(start, end) : positions.place(start, end)
        let properties = NodeProperties(data.anchor, data.tag)
        let kind = kind(
            of: text,
            style,
            tag: properties.tag,
            at: place
        )
        let index = records.count
        records.append(.scalar, text, style: style, kind: kind, isKey: isKey, at: place)
        if let anchor = properties.anchor { try open(anchor, at: span(index)) }
        anchors.define(properties.anchor, index, count: 1, height: 0)
    }

    private mutating func readCollection(
        _ form: YAMLRecord.Form,
        _ properties: NodeProperties
    ) throws(Stopped) {
        let mark = stream.event.pointee.start_mark
        let place = positions.place(mark, stream.event.pointee.end_mark)
        let index = records.count
        records.append(form, at: place)
        depth += 1
        guard depth <= limits.depth else {
            throw stop(.yamlLimit, "Maximum object depth exceeded", at: span(index))
        }
        if let tag = properties.tag { checkCollectionTag(tag, at: span(index)) }
        if let anchor = properties.anchor { try open(anchor, at: span(index)) }
        let before = anchors.enter()
        let (count, last) = form == .sequence ? try readItems() : try readEntries(of: index)
        let size = anchors.leave(before)
        depth -= 1
        records[index].end = trueEnd(of: index, last: last)
        records[index].first = UInt32(count)
        records[index].length = UInt32(records.count - index)
        anchors.define(properties.anchor, index, count: size.count, height: size.height)
    }

    /// Reads the items of a sequence: how many there are, and the last one's record.
    private mutating func readItems() throws(Stopped) -> (count: Int, last: Int?) {
        var count = 0
        var last: Int?
        while true {
            try advance()
            if stream.type == YAML_SEQUENCE_END_EVENT {
                return (count, last)
            }
            last = records.count
            count += 1
            try readNode()
        }
    }

    /// Reads the entries of a mapping: how many count, and the last value's record.
    private mutating func readEntries(of index: Int) throws(Stopped) -> (count: Int, last: Int?) {
        let mapping = keys.enter()
        var count = 0
        var last: Int?
        while true {
            if openMapping == nil { try advance() }
            if depth == 2, isAtSeam(in: index) { openMapping = index }
            if stream.type == YAML_MAPPING_END_EVENT || openMapping != nil {
                keys.leave(mapping)
                return (count, last)
            }
            let key = records.count
            try readNode(isKey: true)
            try advance()
            last = records.count
            try readNode()
            if accept(key, into: mapping) {
                count += 1
            } else {
                records[key].isLeftOut = true
            }
        }
    }

    /// Whether libyaml has come to the seam, and will read what follows as it would be read below a
    /// key in the first column: blocks alone are open, the root in the first column and a mapping.
    private func isAtSeam(in mapping: Int) -> Bool {
        guard let seam, mayStop, stream.type == YAML_SCALAR_EVENT,
            records.count > mapping + 1, records[0].form == .mapping, anchors.isEmpty
        else { return false }
        let (root, own) = (records[0].start, records[mapping].start)
        return stream.span.start.offset == seam.offset && root.column == 1
            && records[1].start == root && own.column == seam.indentation + 1
            && records[mapping + 1].start == own
    }

    /// The end of a collection: after its bracket, or where the last node of a block does.
    ///
    /// The end mark of a block stands at whatever comes next. A last node that an alias repeats
    /// stands further up, so that only the mark is left.
    private func trueEnd(of index: Int, last: Int?) -> SourcePosition {
        let (start, end) = (stream.event.pointee.start_mark, stream.event.pointee.end_mark)
        let place = positions.position(end)
        guard start.index == end.index, let last, records[last].end > records[index].start else {
            return place
        }
        return min(records[last].end, place)
    }

    /// Where a node stands.
    func span(_ index: Int) -> SourceSpan {
        SourceSpan(path: positions.path, start: records[index].start, end: records[index].end)
    }

    // MARK: Anchors

    private mutating func open(_ anchor: String, at span: SourceSpan) throws(Stopped) {
        guard limits.allowsAnchors else {
            throw stop(
                .anchorNotSupported,
                "Anchors are not currently supported. Remove the anchor '\(anchor)'",
                at: span
            )
        }
        anchors.open(anchor)
    }

    private mutating func repeatNode(
        _ name: String,
        at span: SourceSpan,
        isKey: Bool
    ) throws(Stopped) {
        guard limits.allowsAnchors else {
            throw stop(
                .anchorNotSupported,
                "Anchors are not currently supported. Remove the anchor '\(name)'",
                at: span
            )
        }
        switch anchors.use(name) {
        case .node(let node, let height):
            guard anchors.expandedNodes <= limits.expandedNodes else {
                throw stop(.yamlLimit, "Maximum YAML nodes exceeded", at: span)
            }
            guard depth + height <= limits.depth else {
                throw stop(.yamlLimit, "Maximum object depth exceeded", at: span)
            }
            records.copy(node, isKey: isKey)
        case .open:
            throw stop(.yamlLimit, "Maximum YAML nodes exceeded", at: span)
        case .unknown:
            let help = NearestMatch.nearest(to: name, in: anchors.names)
                .map { "did you mean `*\($0)`?" }
            throw stop(.unknownAnchor, "Unknown anchor '\(name)'", at: span, help: help)
        }
    }

    /// Adds a diagnostic.
    mutating func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    private mutating func stop(
        _ code: DiagnosticCode,
        _ message: String,
        at span: SourceSpan,
        help: String? = nil
    ) -> Stopped {
        report(Diagnostic(code, message, at: span, help: help, githubLocation: .file))
        return Stopped()
    }
}
