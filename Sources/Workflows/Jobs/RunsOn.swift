package import Diagnostics
package import Expressions

/// `runs-on`: which runners may take the job.
package enum RunsOn: Sendable {
    /// A label, a sequence of labels, or one expression that gives a string, an array or an object.
    case labels(ValueTemplate)
    /// `{group: …, labels: …}`; at least one of the two is there.
    case group(Located<Template>?, labels: ValueTemplate?, SourceSpan)

    /// Where it stands.
    package var span: SourceSpan {
        switch self {
        case .labels(let value): value.span
        case .group(_, _, let span): span
        }
    }
}
