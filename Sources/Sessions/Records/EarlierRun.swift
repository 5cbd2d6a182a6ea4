import Expressions
import RunEvents
import Workspaces

/// One job of an earlier run, with the contexts that it left.
struct EarlierRun: Sendable {
    /// The run.
    let record: RunRecord
    /// The job, or leg.
    let job: JobRecord
    /// The step whose view is meant; nil for the end of the job.
    private(set) var step: StepRecord?

    /// Finds what a request names: a run by one of its ids or `last`, a job by its key, and a step.
    ///
    /// - Throws: `SessionError.earlierRun`, and what finding a step throws.
    static func find(
        _ name: String,
        _ request: RunRequest,
        step: String?
    ) async throws(SessionError) -> EarlierRun {
        var found = try await find(name, request)
        if let step { found.step = try found.job.step(step) }
        return found
    }

    private static func find(
        _ name: String,
        _ request: RunRequest
    ) async throws(SessionError) -> EarlierRun {
        let home = try await Revision.repository(at: request.projectRoot, request).scope
        let records = RunRecords(request.machine)
        let kept = records.entries.map(\.record).filter { $0.home == home }
        let meant = kept.filter { record in request.workflow.map(record.isOf) ?? true }
        guard let newest = meant.first else {
            throw .earlierRun(.none(workflow: kept.isEmpty ? nil : request.workflow))
        }
        let chosen = meant.filter { record in
            name == "last"
                ? record.id == newest.id : record.id == name || "\(record.run)" == name
        }
        guard !chosen.isEmpty else {
            var ids: [String] = []
            for record in meant where ids.last != record.id { ids.append(record.id) }
            throw .earlierRun(.unknownRun(name, newest: ids))
        }
        // Workflows of one run ran one after the other.
        let jobs = chosen.reversed().flatMap { record in
            records.jobs(of: record).map { EarlierRun(record: record, job: $0) }
        }
        return try choose(request.jobs.first, among: jobs, run: chosen[0].id)
    }

    private static func choose(
        _ name: String?,
        among jobs: [EarlierRun],
        run: String
    ) throws(SessionError) -> EarlierRun {
        let keys = jobs.map(\.job.key)
        guard !jobs.isEmpty else { throw .earlierRun(.noJobs(run: run)) }
        guard let name else {
            // Of several the one whose steps began is meant.
            let begun = jobs.filter { !$0.job.steps.isEmpty }
            if begun.count == 1 { return begun[0] }
            guard jobs.count == 1 else { throw .earlierRun(.jobNeeded(run: run, keys: keys)) }
            return jobs[0]
        }
        if let exact = jobs.first(where: { $0.job.key == name }) { return exact }
        let meant = jobs.filter { $0.shortKeys.contains(name) }
        switch meant.count {
        case 0: throw .earlierRun(.unknownJob(name, run: run, keys: keys))
        case 1: return meant[0]
        default: throw .earlierRun(.jobNeeded(run: run, keys: meant.map(\.job.key)))
        }
    }

    /// The job's key without what tells its workflow from others, and without the leg's number.
    private var shortKeys: [String] {
        let inFile =
            job.key.hasPrefix(record.keyPrefix)
            ? String(job.key.dropFirst(record.keyPrefix.count)) : job.key
        return [inFile, job.key].flatMap { key in
            guard key.hasSuffix(")"), let space = key.lastIndex(of: " ") else { return [key] }
            return [key, String(key[..<space])]
        }
    }
}

extension EarlierRun {
    /// Why some names have no value, by the keys that lead to them.
    var unknown: [(path: [String], reason: String)] {
        let secrets = "secrets are not kept after a run"
        let size = RunRecords.jobSize >> 20
        return [(["secrets"], "`secrets` has no value: \(secrets)")]
            + [(["github", "token"], "`github.token` has no value: \(secrets)")]
            + job.leftOut.map { path in
                let name = path.joined(separator: ".")
                return (
                    path, "`\(name)` was not kept: it is too large for the \(size) MiB of a job"
                )
            }
    }

    /// The contexts by lower-case name; the job's status is that of its end.
    var contexts: [String: ExpressionValue] {
        var contexts = job.contexts
        let statuses = ["success", "failure", "cancelled"]
        let status = step?.moment?.status ?? job.conclusion.rawValue
        if statuses.contains(status) { contexts["job"]?.set("status", .string(status)) }
        // As it is in the log; by itself it has no value.
        contexts["github"]?.set("token", .string("***"))
        guard let moment = step?.moment else { return contexts }
        contexts["github"]?.set("action", .string(moment.action))
        contexts["env"] = moment.environment(end: contexts["env"])
        if case .object(let steps)? = contexts["steps"] {
            contexts["steps"] = .object(steps.entries.prefix(moment.reached).map { ($0, $1) })
        }
        return contexts
    }

    /// What is to say when an expression names a context, by lower-case name.
    var remarks: [String: String] {
        var remarks = ["jobs": "`jobs` is known only where a called workflow says its outputs"]
        let missing = Dictionary(grouping: job.leftOut) { $0.first ?? "" }
        for (context, paths) in missing {
            let names = paths.prefix(5).map { "`\($0.joined(separator: "."))`" }
            remarks[context.lowercased()] =
                "`\(context)` is not whole, \(names.joined(separator: ", "))"
                + (paths.count > 5 ? " and others were" : paths.count == 1 ? " was" : " were")
                + " too large to be kept"
        }
        if let step, step.moment?.environment == nil {
            remarks["env"] = "`env` is that of the job's end: the step's own was not kept"
        }
        return remarks
    }

    /// One sentence on which job it is, how it ended, and which of its steps failed.
    var summary: String {
        let failed = job.steps.filter { $0.conclusion == .failure }.map { "`\($0.name)`" }
        let blame = failed.isEmpty ? "" : "; failed: " + failed.joined(separator: ", ")
        let whose = step.map { "step `\($0.name)` of " } ?? ""
        return "the contexts are those of \(whose)job `\(job.key)` in run `\(record.id)`, which "
            + "ended with `\(job.conclusion.rawValue)`\(blame)"
    }
}

extension JobRecord {
    /// The steps whose expressions had their turn, by what `--step` may call them.
    var stepNames: [StepName] {
        reached.map { StepName(key: $0.key, id: $0.id, name: $0.name) }
    }

    private var reached: [StepRecord] { steps.filter { $0.moment != nil } }

    fileprivate func step(_ word: String) throws(SessionError) -> StepRecord {
        reached[try stepNames.index(of: word, job: key)]
    }
}

extension ExpressionValue {
    /// Sets a property of an object.
    fileprivate mutating func set(_ name: String, _ value: ExpressionValue) {
        guard case .object(let object) = self else { return }
        self = .object(object.entries.map { ($0, $1) } + [(name, value)])
    }
}

extension RunRecord {
    /// Whether it is of the workflow with this path, stem or name.
    fileprivate func isOf(_ workflow: String) -> Bool {
        [stem, self.workflow].contains(workflow) || "/\(workflow)".hasSuffix("/\(file)")
    }
}
