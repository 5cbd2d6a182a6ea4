package import Diagnostics

/// `strategy`: how many legs a job has and how they run.
package enum Strategy: Sendable {
    /// What gives an object with the keys of `Fields`: one expression, or a mapping with keys that
    /// are expressions or inserted.
    case whole(ValueTemplate)
    /// The keys, written out.
    case fields(Fields)

    /// The keys of a `strategy` that is written out.
    package struct Fields: Sendable {
        /// `matrix`: a mapping (vectors, `include`, `exclude`) or one expression that gives it.
        package let matrix: ValueTemplate?
        /// `fail-fast`; when absent, true.
        package let failFast: Templated<Bool>?
        /// `max-parallel`; when absent, no limit.
        package let maxParallel: Templated<Double>?
        /// Where it stands.
        package let span: SourceSpan
    }

    /// Where it stands.
    package var span: SourceSpan {
        switch self {
        case .whole(let value): value.span
        case .fields(let fields): fields.span
        }
    }
}
