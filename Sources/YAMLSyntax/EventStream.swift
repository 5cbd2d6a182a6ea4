import CLibYAML
import Diagnostics

/// One event of libyaml, its strings copied.
enum Event {
    /// The end of the stream.
    case streamEnd
    /// A document starts or ends, or the stream starts; only the place matters.
    case documentStart(SourceSpan)
    /// The end of a document.
    case documentEnd
    /// A scalar.
    case scalar(text: String, style: YAMLScalar.Style, Properties, SourceSpan)
    /// A sequence's items follow.
    case sequenceStart(Properties, SourceSpan)
    /// A mapping's keys and values follow.
    case mappingStart(Properties, SourceSpan)
    /// The end of the innermost collection; `isFlow` when a bracket of its own ends it.
    case collectionEnd(SourceSpan)
    /// An alias of an anchor.
    case alias(String, SourceSpan)

    /// What may stand before a node.
    struct Properties {
        /// The name after `&`.
        let anchor: String?
        /// The resolved tag, such as `tag:yaml.org,2002:int`.
        let tag: String?
    }
}

/// libyaml's parser over one text.
///
/// It owns a `yaml_parser_t`, initialised by `yaml_parser_initialize` and freed by `close` with
/// `yaml_parser_delete`; each event is freed by `yaml_event_delete` once copied.
/// Source: <https://pyyaml.org/wiki/LibYAML>
final class EventStream {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let event: UnsafeMutablePointer<yaml_event_t>
    private let positions: PositionIndex

    /// Starts reading the text of `positions`, which has to outlive the stream.
    init(_ positions: PositionIndex) {
        self.positions = positions
        parser = .allocate(capacity: 1)
        event = .allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            preconditionFailure("libyaml cannot allocate its parser")
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, positions.bytes.baseAddress, positions.bytes.count)
    }

    /// Frees what libyaml holds; the stream must not be used afterwards.
    func close() {
        yaml_parser_delete(parser)
        parser.deallocate()
        event.deallocate()
    }

    /// The next event.
    func next() throws(SyntaxError) -> Event {
        while true {
            guard yaml_parser_parse(parser, event) == 1 else {
                throw SyntaxError(parser.pointee, positions)
            }
            let copy = copyEvent()
            yaml_event_delete(event)
            if let copy {
                return copy
            }
        }
    }

    private func copyEvent() -> Event? {
        let start = event.pointee.start_mark
        let end = event.pointee.end_mark
        switch event.pointee.type {
        case YAML_SCALAR_EVENT:
            return copyScalar(start, end)
        case YAML_MAPPING_START_EVENT:
            let data = event.pointee.data.mapping_start
            return .mappingStart(properties(data.anchor, data.tag), positions.span(start, end))
        case YAML_SEQUENCE_START_EVENT:
            let data = event.pointee.data.sequence_start
            return .sequenceStart(properties(data.anchor, data.tag), positions.span(start, end))
        case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT:
            return .collectionEnd(positions.span(start, end))
        case YAML_ALIAS_EVENT:
            let name = event.pointee.data.alias.anchor.map { String(cString: $0) } ?? ""
            return .alias(name, positions.span(start, end))
        case YAML_DOCUMENT_START_EVENT:
            return .documentStart(positions.span(start, end))
        case YAML_DOCUMENT_END_EVENT:
            return .documentEnd
        case YAML_STREAM_END_EVENT, YAML_NO_EVENT:
            return .streamEnd
        default:
            return nil
        }
    }

    private func copyScalar(_ start: yaml_mark_t, _ end: yaml_mark_t) -> Event {
        let data = event.pointee.data.scalar
        let text = String(
            decoding: UnsafeBufferPointer(start: data.value, count: data.length),
            as: UTF8.self
        )
        let style: YAMLScalar.Style
        switch data.style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: style = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: style = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: style = .literal
        case YAML_FOLDED_SCALAR_STYLE: style = .folded
        default: style = .plain
        }
        let isBlock = style == .literal || style == .folded
        let span =
            isBlock ? positions.blockScalarSpan(start, end) : positions.span(start, end)
        return .scalar(text: text, style: style, properties(data.anchor, data.tag), span)
    }

    private func properties(
        _ anchor: UnsafeMutablePointer<yaml_char_t>?,
        _ tag: UnsafeMutablePointer<yaml_char_t>?
    ) -> Event.Properties {
        Event.Properties(
            anchor: anchor.map { String(cString: $0) },
            tag: tag.map { String(cString: $0) }
        )
    }
}
