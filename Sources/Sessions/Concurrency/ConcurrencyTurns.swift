import Diagnostics
import Execution
import Planning
import RunEvents

/// Lets the jobs and calls of one run begin when their concurrency groups allow it.
///
/// What waits for a group that the run, or a call which leads to it, holds itself would wait for
/// ever: it is cancelled, as GitHub cancels it.
struct ConcurrencyTurns: Sendable {
    /// Keeps the members of a group apart.
    let gate: ConcurrencyGate
    /// The group of the run itself.
    let run: ConcurrencyGroup?
    /// What the keys of jobs in events begin with.
    let keyPrefix: String

    /// Runs a job in its turn.
    func run(
        _ job: PlannedJob,
        signal: CancellationSignal,
        _ run: () async -> JobOutcome
    ) async -> JobOutcome {
        guard let group = job.concurrency else { return await run() }
        let member = Member(key: job.key, name: job.name, group: group)
        switch await enter(member, holders: holders(job.calls), signal: signal) {
        case .open(let leave):
            let outcome = await run()
            await leave()
            return outcome
        case .refused(let reason):
            return JobOutcome(.cancelled, reason: reason)
        }
    }

    /// Waits for all groups of a call, one after the other.
    func enter(
        _ call: PlannedCall,
        signal: CancellationSignal
    ) async -> JobScheduler.CallEntrance {
        var holders = holders(call.calls)
        var leaving: [@Sendable () async -> Void] = []
        // In one order for all, so that no two calls wait for each other's.
        for group in call.groups.sorted(by: { $0.name.lowercased() < $1.name.lowercased() }) {
            let member = Member(key: call.key, name: call.name, group: group)
            switch await enter(member, holders: holders, signal: signal) {
            case .open(let leave):
                leaving.append(leave)
                holders.append((call.name, group))
            case .refused(let reason):
                for leave in leaving { await leave() }
                return .refused(reason)
            }
        }
        return .open(leave: { [leaving] in for leave in leaving { await leave() } })
    }

    /// What wants one group.
    private struct Member {
        let key: String
        let name: String
        let group: ConcurrencyGroup
    }

    private func enter(
        _ member: Member,
        holders: [ConcurrencyGroup.Holder],
        signal: CancellationSignal
    ) async -> JobScheduler.CallEntrance {
        if let message = member.group.deadlock(of: member.name, holders: holders) {
            let diagnostic = Diagnostic(
                .concurrency,
                message,
                at: member.group.span,
                help: "give one of the two a group of its own"
            )
            await gate.report.send(.diagnostic(diagnostic))
            return .refused(message)
        }
        switch await gate.enter(member.group, job: keyPrefix + member.key, signal: signal) {
        case .open(let stay): return .open(leave: { await stay?.leave() })
        case .replaced(let other): return .refused("\(other) took its place")
        case .cancelled: return .refused("the run was cancelled")
        }
    }

    /// The groups that are held while the jobs which `calls` lead to run.
    private func holders(_ calls: [PlannedCall]) -> [ConcurrencyGroup.Holder] {
        let outer = run.map { [(name: "top level workflow", group: $0)] } ?? []
        return outer + calls.flatMap { call in call.groups.map { (call.name, $0) } }
    }
}
