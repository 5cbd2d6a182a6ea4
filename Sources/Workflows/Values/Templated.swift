package import Diagnostics
package import Expressions

/// A boolean or number that is written out, or an expression that has to give one.
package enum Templated<Value: Sendable>: Sendable {
    /// The value itself, such as `30`.
    case literal(Value, SourceSpan)
    /// One expression that spans the scalar, such as `${{ matrix.minutes }}`.
    case expression(Template, SourceSpan)

    /// Where it stands.
    package var span: SourceSpan {
        switch self {
        case .literal(_, let span), .expression(_, let span): span
        }
    }
}
