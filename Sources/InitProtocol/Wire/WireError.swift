/// What makes bytes no valid message of this protocol.
package enum WireError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A frame announced a length outside the accepted bounds.
    case frameSize(Int)
    /// A payload ended before its message did.
    case truncated
    /// A payload went on after its message's end, by this many bytes.
    case trailingBytes(Int)
    /// A frame's tag is not known to this version.
    case unknownTag(UInt8)
    /// A field's value is none of its cases.
    case unknownCase(String, UInt8)

    /// The wording for people.
    package var description: String {
        switch self {
        case .frameSize(let size): "a frame announced \(size) bytes, which is out of bounds"
        case .truncated: "a message ended too early"
        case .trailingBytes(let count): "a message has \(count) bytes too many"
        case .unknownTag(let tag): "a message of the unknown kind \(tag)"
        case .unknownCase(let field, let value): "the unknown value \(value) for \(field)"
        }
    }
}
