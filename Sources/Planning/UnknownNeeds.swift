import Expressions
package import Workflows

/// Finds what a job reads of the `needs` context that nobody knows before a run: outputs.
///
/// Results are not unknown, since a plan takes every job that runs to succeed.
enum UnknownNeeds {
    /// What the job's `if` reads, as a reason; nil when it reads nothing unknown.
    static func inCondition(of job: Job) -> String? {
        guard !job.needs.isEmpty, let expression = job.condition?.expression else { return nil }
        return reason("its `if`", first(in: [expression]))
    }

    /// What the keys read that are evaluated before the job starts, as a reason.
    static func inKeys(of job: Job) -> String? {
        guard !job.needs.isEmpty else { return nil }
        if let name = job.name, let found = first(in: name.value.expressions) {
            return reason("its `name`", found)
        }
        if let strategy = job.strategy, let found = first(in: strategy.expressions) {
            return reason("its `strategy`", found)
        }
        if let concurrency = job.concurrency, let found = first(in: concurrency.expressions) {
            return reason("its `concurrency`", found)
        }
        guard case .steps(let work) = job.kind else {
            guard case .call(let call) = job.kind, let with = call.with else { return nil }
            return reason("its `with`", first(in: with.expressions))
        }
        let keys: [(String, [Expression])] = [
            ("its `runs-on`", work.runsOn.expressions),
            ("its `environment`", work.environment?.name.expressions ?? []),
            ("its `timeout-minutes`", work.timeoutMinutes?.expressions ?? []),
            ("its `cancel-timeout-minutes`", work.cancelTimeoutMinutes?.expressions ?? []),
            ("its `continue-on-error`", work.continueOnError?.expressions ?? []),
        ]
        for (key, expressions) in keys {
            if let found = first(in: expressions) { return reason(key, found) }
        }
        return nil
    }

    private static func reason(_ key: String, _ mention: String?) -> String? {
        mention.map { "\(key) reads `\($0)`, which only a run can tell" }
    }

    /// The first mention of an output, as written.
    private static func first(in expressions: [Expression]) -> String? {
        for expression in expressions {
            for reference in expression.references where reference.isNeedsOutput {
                let bytes = Array(expression.text.utf8)
                return String(
                    decoding: bytes[reference.range.clamped(to: bytes.indices)],
                    as: UTF8.self
                )
            }
        }
        return nil
    }
}

extension ContextReference {
    /// Whether this is a mention of `needs` that is not `needs.<job>.result`.
    var isNeedsOutput: Bool {
        guard context == "needs" else { return false }
        guard path.count > 1, case .property(let name, _) = path[1] else { return true }
        return name.lowercased() != "result"
    }
}

extension Strategy {
    fileprivate var expressions: [Expression] {
        switch self {
        case .whole(let value): value.expressions
        case .fields(let fields):
            (fields.matrix?.expressions ?? []) + (fields.failFast?.expressions ?? [])
                + (fields.maxParallel?.expressions ?? [])
        }
    }
}

extension Concurrency {
    fileprivate var expressions: [Expression] {
        group.expressions + (cancelInProgress?.expressions ?? [])
    }
}

extension RunsOn {
    fileprivate var expressions: [Expression] {
        switch self {
        case .labels(let labels): labels.expressions
        case .group(let group, let labels, _):
            (group?.value.expressions ?? []) + (labels?.expressions ?? [])
        }
    }
}

extension Templated {
    fileprivate var expressions: [Expression] {
        switch self {
        case .literal: []
        case .expression(let template, _): template.expressions
        }
    }
}

extension ValueTemplate {
    fileprivate var expressions: [Expression] {
        switch content {
        case .null, .boolean, .number, .string: []
        case .template(let template): template.expressions
        case .sequence(let items): items.flatMap(\.expressions)
        case .mapping(let entries):
            entries.flatMap { entry in
                var found = entry.value.expressions
                if case .template(let key) = entry.key { found = key.expressions + found }
                return found
            }
        }
    }
}

extension JobPlanner {
    /// Why nobody knows in a dry run whether or as what a job would run; nil when it is known.
    ///
    /// Only a job that is not stopped by what is known of the jobs before it is in doubt.
    package func unknownInDryRun(_ job: Job, needs: NeedsState) -> String? {
        let isStopped =
            job.condition?.isGuarded != false && needs.ancestors.contains { $0.result != .success }
        if let reason = UnknownNeeds.inCondition(of: job) { return isStopped ? nil : reason }
        guard let reason = UnknownNeeds.inKeys(of: job) else { return nil }
        return (try? isWanted(job, needs: needs)) == true ? reason : nil
    }
}
