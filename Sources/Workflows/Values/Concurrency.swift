package import Diagnostics

/// `concurrency`: runs or jobs of one group do not run at the same time.
///
/// Source:
/// <https://docs.github.com/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency>
package struct Concurrency: Sendable {
    /// The group's name; the short form has nothing else.
    ///
    /// An expression in the short form may also give an object with the keys `group`,
    /// `cancel-in-progress` and `queue`. A mapping with keys that are expressions or inserted
    /// stands here as it is.
    package let group: ValueTemplate
    /// Whether a newer run of the group cancels the one that runs.
    package let cancelInProgress: Templated<Bool>?
    /// `queue`: how many may wait; when absent, one.
    package let queue: Located<Queue>?
    /// Where it stands.
    package let span: SourceSpan

    /// How many runs of a group may wait.
    package enum Queue: String, Sendable {
        /// One: a newer one replaces it.
        case single
        /// All of them, in order.
        case max
    }
}
