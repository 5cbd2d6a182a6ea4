package import Diagnostics
import Expressions
package import Workflows

/// A `concurrency` with its expressions evaluated.
package struct ConcurrencyGroup: Sendable, Hashable {
    /// The group's name, as evaluated; names that differ in letter case alone are one group.
    package let name: String
    /// Whether what runs in the group is cancelled for this one.
    package let cancelsInProgress: Bool
    /// How many may wait for it.
    package let queue: Concurrency.Queue
    /// Where it stands.
    package let span: SourceSpan
}

extension ConcurrencyGroup {
    /// What already has a group while it goes on, and what GitHub calls it.
    package typealias Holder = (name: String, group: ConcurrencyGroup)

    /// Why something that one of `holders` waits for can never have the group; nil when it can.
    ///
    /// The message is GitHub's, as those who met it quote it:
    /// <https://github.com/github/vscode-github-actions/issues/135>
    package func deadlock(of job: String, holders: [Holder]) -> String? {
        let name = name.lowercased()
        guard let holder = holders.first(where: { $0.group.name.lowercased() == name }) else {
            return nil
        }
        return "Canceling since a deadlock for concurrency group '\(self.name)' was detected "
            + "between '\(holder.name)' and '\(job)'"
    }
}

extension TemplateReader {
    /// The group that a `concurrency` names.
    ///
    /// Source: `WorkflowTemplateConverter` of <https://github.com/actions/runner>
    package func concurrency(
        _ written: Concurrency
    ) throws(EvaluationFailure) -> ConcurrencyGroup {
        let span = written.group.span
        var name = try value(written.group)
        var cancels = false
        var queue = written.queue?.value ?? .single
        // All keys may come of one expression or of inserted entries.
        if written.group.span == written.span, case .object(let object) = name {
            (name, cancels, queue) = try Self.concurrency(object, at: span)
        }
        if let key = written.cancelInProgress { cancels = try boolean(key) }
        guard name.isPrimitive else { throw EvaluationFailure(unexpected: name, at: span) }
        func fail(_ message: String) -> EvaluationFailure {
            EvaluationFailure(message: message, span: span)
        }
        let text = name.asString
        guard !text.isEmpty else { throw fail("Concurrency group name cannot be empty") }
        guard text.utf16.count <= 400 else {
            throw fail("Concurrency group name must be less than 400 characters")
        }
        guard queue != .max || !cancels else {
            throw fail("'queue: max' cannot be combined with 'cancel-in-progress: true'.")
        }
        return ConcurrencyGroup(
            name: text,
            cancelsInProgress: cancels,
            queue: queue,
            span: written.span
        )
    }

    private static func concurrency(
        _ object: ExpressionObject,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> (ExpressionValue, cancels: Bool, Concurrency.Queue) {
        var (cancels, queue) = (false, Concurrency.Queue.single)
        for (key, value) in object.entries {
            switch (key, value) {
            case ("group", _): break
            case ("cancel-in-progress", .boolean(let isCancelling)): cancels = isCancelling
            case ("queue", _):
                guard let known = Concurrency.Queue(rawValue: value.asString) else {
                    throw EvaluationFailure(unexpected: value, at: span)
                }
                queue = known
            case ("cancel-in-progress", _): throw EvaluationFailure(unexpected: value, at: span)
            default: throw EvaluationFailure(unexpected: .string(key), at: span)
            }
        }
        guard let group = object["group"] else {
            throw EvaluationFailure(message: "Required property is missing: group", span: span)
        }
        return (group, cancels, queue)
    }
}
