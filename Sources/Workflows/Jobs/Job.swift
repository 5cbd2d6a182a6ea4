package import Diagnostics
package import Expressions

/// One entry of `jobs`.
///
/// A reference, as it is wide: whoever passes it on copies nothing.
package final class Job: Sendable {
    /// The key under `jobs`, as written.
    package let id: String
    /// Where the id stands.
    package let idSpan: SourceSpan
    /// The id and all that belongs to it.
    package let span: SourceSpan
    /// `name`; when absent, the id.
    package let name: Located<Template>?
    /// `needs`: ids of jobs that run before.
    package let needs: [Located<String>]
    /// `if`; when absent, `success()`.
    package let condition: Condition?
    /// Where the text of `if` stands; nil when there is none.
    package let conditionSpan: SourceSpan?
    /// `strategy`.
    package let strategy: Strategy?
    /// `permissions`; when absent, those of the workflow.
    package let permissions: Permissions?
    /// `cache-mode`; when absent, that of the workflow.
    package let cacheMode: CacheMode?
    /// `concurrency`.
    package let concurrency: Concurrency?
    /// What the job does.
    package let kind: Kind

    /// Takes what was read.
    init(
        id: String,
        idSpan: SourceSpan,
        span: SourceSpan,
        name: Located<Template>?,
        needs: [Located<String>],
        condition: Condition?,
        conditionSpan: SourceSpan?,
        strategy: Strategy?,
        permissions: Permissions?,
        cacheMode: CacheMode?,
        concurrency: Concurrency?,
        kind: Kind
    ) {
        self.id = id
        self.idSpan = idSpan
        self.span = span
        self.name = name
        self.needs = needs
        self.condition = condition
        self.conditionSpan = conditionSpan
        self.strategy = strategy
        self.permissions = permissions
        self.cacheMode = cacheMode
        self.concurrency = concurrency
        self.kind = kind
    }

    /// The two kinds of jobs.
    package indirect enum Kind: Sendable {
        /// Steps on a runner.
        case steps(StepsJob)
        /// A call of another workflow file.
        case call(ReusableCall)
    }

    /// Whether it calls another workflow file.
    package var isCall: Bool {
        if case .call = kind { true } else { false }
    }
}
