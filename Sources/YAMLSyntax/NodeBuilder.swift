import Diagnostics

/// Builds the nodes of one document from libyaml's events.
struct NodeBuilder {
    private let stream: EventStream
    /// Where the events' marks stand.
    let positions: PositionIndex
    /// How much the file may hold.
    let limits: YAMLParser.Limits
    /// Everything wrong so far.
    var diagnostics: [Diagnostic] = []
    private var eventCount = 0
    private var depth = 0
    private var anchors = AnchorTable()

    /// Prepares to read the events of a stream.
    init(stream: EventStream, positions: PositionIndex, limits: YAMLParser.Limits) {
        self.stream = stream
        self.positions = positions
        self.limits = limits
    }

    /// Reading stopped; the reason is among the diagnostics.
    struct Stopped: Error {}

    /// The document's root, or nil when it cannot be read to its end.
    mutating func buildDocument() -> YAMLNode? {
        do throws(Stopped) {
            return try readDocument()
        } catch {
            return nil
        }
    }

    private mutating func readDocument() throws(Stopped) -> YAMLNode {
        guard case .documentStart = try next() else {
            return emptyDocument
        }
        let root = try node(from: try next())
        // Only a document's end can follow its root.
        _ = try next()
        if case .documentStart(let span) = try next() {
            let start = SourceSpan(path: positions.path, start: span.start, end: span.start)
            report(
                Diagnostic(
                    .severalDocuments,
                    "a second YAML document starts here",
                    at: start,
                    help: "remove the `---` and what follows, or move it to a file of its own"
                )
            )
        }
        return root
    }

    private var emptyDocument: YAMLNode {
        let span = SourceSpan(path: positions.path, start: .start, end: .start)
        return YAMLNode(.scalar(YAMLScalar(text: "", style: .plain, kind: .null)), at: span)
    }

    private mutating func next() throws(Stopped) -> Event {
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
            return try stream.next()
        } catch {
            report(error.diagnostic)
            throw Stopped()
        }
    }

    private mutating func node(from event: Event) throws(Stopped) -> YAMLNode {
        switch event {
        case .scalar(let text, let style, let properties, let span):
            let scalar = resolve(text, style, tag: properties.tag, at: span)
            let node = YAMLNode(.scalar(scalar), at: span)
            try open(properties.anchor, at: span)
            anchors.define(properties.anchor, node, count: 1, height: 0)
            return node
        case .sequenceStart(let properties, let span):
            return try collection(properties, span, Self.items)
        case .mappingStart(let properties, let span):
            return try collection(properties, span, Self.entries)
        case .alias(let name, let span):
            return try repeated(name, at: span)
        case .streamEnd, .documentStart, .documentEnd, .collectionEnd:
            preconditionFailure("libyaml gives a node where one has to stand")
        }
    }

    private mutating func collection(
        _ properties: Event.Properties,
        _ start: SourceSpan,
        _ readContent: (inout NodeBuilder) throws(Stopped) -> (YAMLNode.Content, SourcePosition)
    ) throws(Stopped) -> YAMLNode {
        depth += 1
        guard depth <= limits.depth else {
            throw stop(.yamlLimit, "Maximum object depth exceeded", at: start)
        }
        checkCollectionTag(properties.tag, at: start)
        try open(properties.anchor, at: start)
        let before = anchors.enter()
        let (content, end) = try readContent(&self)
        let size = anchors.leave(before)
        depth -= 1
        let span = SourceSpan(path: positions.path, start: start.start, end: end)
        let node = YAMLNode(content, at: span)
        anchors.define(properties.anchor, node, count: size.count, height: size.height)
        return node
    }

    private static func items(
        _ builder: inout NodeBuilder
    ) throws(Stopped) -> (YAMLNode.Content, SourcePosition) {
        var items: [YAMLNode] = []
        while true {
            let event = try builder.next()
            if case .collectionEnd(let end) = event {
                return (.sequence(items), builder.trueEnd(end, items.last))
            }
            items.append(try builder.node(from: event))
        }
    }

    private static func entries(
        _ builder: inout NodeBuilder
    ) throws(Stopped) -> (YAMLNode.Content, SourcePosition) {
        var entries: [YAMLEntry] = []
        var keys = KeySet()
        var lastValue: YAMLNode?
        while true {
            let event = try builder.next()
            if case .collectionEnd(let end) = event {
                return (.mapping(entries), builder.trueEnd(end, lastValue))
            }
            let key = try builder.node(from: event)
            let value = try builder.node(from: try builder.next())
            lastValue = value
            if builder.accept(key, into: &keys) {
                entries.append(YAMLEntry(key: key, value: value))
            }
        }
    }

    /// A flow collection ends after its bracket; a block collection where its last node does, as
    /// its end mark stands at whatever comes next.
    private func trueEnd(_ end: SourceSpan, _ last: YAMLNode?) -> SourcePosition {
        guard end.start == end.end, let last else {
            return end.end
        }
        return min(last.span.end, end.end)
    }

    private mutating func open(_ anchor: String?, at span: SourceSpan) throws(Stopped) {
        guard let anchor else {
            return
        }
        guard limits.allowsAnchors else {
            throw stop(
                .anchorNotSupported,
                "Anchors are not currently supported. Remove the anchor '\(anchor)'",
                at: span
            )
        }
        anchors.open(anchor)
    }

    private mutating func repeated(_ name: String, at span: SourceSpan) throws(Stopped) -> YAMLNode
    {
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
            return node
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
