import CLibYAML
import Diagnostics

/// libyaml's parser over one text.
///
/// It owns a `yaml_parser_t`, initialised by `yaml_parser_initialize` and freed by `close` with
/// `yaml_parser_delete`; an event is freed by `yaml_event_delete` when the next one is read.
/// Source: <https://pyyaml.org/wiki/LibYAML>
final class EventStream {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    /// The last event read; its texts are valid until the next one.
    let event: UnsafeMutablePointer<yaml_event_t>
    private let positions: PositionIndex

    /// Starts reading the text of `positions`, which has to outlive the stream.
    init(_ positions: PositionIndex) {
        self.positions = positions
        parser = .allocate(capacity: 1)
        event = .allocate(capacity: 1)
        event.initialize(to: yaml_event_t())
        guard yaml_parser_initialize(parser) == 1 else {
            preconditionFailure("libyaml cannot allocate its parser")
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, positions.bytes.baseAddress, positions.bytes.count)
    }

    /// Frees what libyaml holds; the stream must not be used afterwards.
    func close() {
        yaml_event_delete(event)
        yaml_parser_delete(parser)
        parser.deallocate()
        event.deallocate()
    }

    /// What the last event is.
    var type: yaml_event_type_t { event.pointee.type }

    /// Reads the next event but the start of the stream, which says nothing.
    func advance() throws(SyntaxError) {
        repeat {
            yaml_event_delete(event)
            guard yaml_parser_parse(parser, event) == 1 else {
                throw SyntaxError(parser.pointee, positions)
            }
        } while type == YAML_STREAM_START_EVENT
    }

    /// Where the last event stands.
    var span: SourceSpan { positions.span(event.pointee.start_mark, event.pointee.end_mark) }
}

extension yaml_scalar_style_t {
    /// The style of a scalar that was read.
    var style: YAMLScalar.Style {
        switch self {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }
}

/// What stands before a node.
struct NodeProperties {
    /// The name after `&`.
    let anchor: String?
    /// The resolved tag, such as `tag:yaml.org,2002:int`.
    let tag: String?

    /// Copies the texts of an event.
    init(
        _ anchor: UnsafeMutablePointer<yaml_char_t>?,
        _ tag: UnsafeMutablePointer<yaml_char_t>?
    ) {
        self.anchor = anchor.map { String(cString: $0) }
        self.tag = tag.map { String(cString: $0) }
    }
}
