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

    /// Takes a place among those that wait for the groups of a job or call; what is returned waits
    /// for all of them, one after the other.
    func join(_ leg: PlannedLeg, signal: CancellationSignal) async -> JobScheduler.Turn {
        // In one order for all, so that no two calls wait for each other's.
        let members = leg.groups.sorted { $0.name.lowercased() < $1.name.lowercased() }
            .map { Member(key: leg.key, name: leg.name, group: $0) }
        guard let first = members.first else { return { .open(leave: {}) } }
        let outer = holders(leg.calls)
        let turn = await join(first, holders: outer, signal: signal)
        return {
            var leaving: [@Sendable () async -> Void] = []
            var (holders, turn) = (outer, turn)
            for (index, member) in members.enumerated() {
                if index > 0 { turn = await join(member, holders: holders, signal: signal) }
                switch await turn() {
                case .open(let leave):
                    leaving.append(leave)
                    holders.append((member.name, member.group))
                case let closed:
                    for leave in leaving { await leave() }
                    return closed
                }
            }
            return .open(leave: { [leaving] in for leave in leaving { await leave() } })
        }
    }

    /// What wants one group.
    private struct Member {
        let key: String
        let name: String
        let group: ConcurrencyGroup
    }

    private func join(
        _ member: Member,
        holders: [ConcurrencyGroup.Holder],
        signal: CancellationSignal
    ) async -> JobScheduler.Turn {
        if let message = member.group.deadlock(of: member.name, holders: holders) {
            let diagnostic = Diagnostic(
                .concurrency,
                message,
                at: member.group.span,
                help: "give one of the two a group of its own"
            )
            await gate.report.send(.diagnostic(diagnostic))
            return { .refused(message) }
        }
        let turn = await gate.join(member.group, job: keyPrefix + member.key, signal: signal)
        return {
            switch await turn() {
            case .open(let stay): .open(leave: { await stay?.leave() })
            case .replaced(let other): .refused("\(other) took its place")
            case .cancelled: .cancelled
            }
        }
    }

    /// The groups that are held while the jobs which `calls` lead to run.
    private func holders(_ calls: [PlannedCall]) -> [ConcurrencyGroup.Holder] {
        let outer = run.map { [(name: "top level workflow", group: $0)] } ?? []
        return outer + calls.flatMap { call in call.groups.map { (call.name, $0) } }
    }
}

extension PlannedLeg {
    /// The groups that it waits for.
    fileprivate var groups: [ConcurrencyGroup] {
        switch self {
        case .job(let job): job.concurrency.map { [$0] } ?? []
        case .call(let call): call.groups
        }
    }

    /// The calls that lead to it.
    fileprivate var calls: [PlannedCall] {
        switch self {
        case .job(let job): job.calls
        case .call(let call): call.calls
        }
    }
}
