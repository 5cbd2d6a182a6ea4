import Glibc
import InitProtocol

/// The end of what a job left running, from the first signal to the list of what ended.
final class Termination {
    private let request: TerminateRequest
    private let loop: EventLoop
    private let spared: () -> Set<pid_t>
    private let report: ([TerminatedProcess]) -> Void
    private var ended: [TerminatedProcess] = []
    private var killsAt: Instant
    private var givesUpAt: Instant

    /// Begins; `spared` are this program's own workers.
    init(
        _ request: TerminateRequest,
        loop: EventLoop,
        sparing spared: @escaping () -> Set<pid_t>,
        report: @escaping ([TerminatedProcess]) -> Void
    ) {
        self.request = request
        self.loop = loop
        self.spared = spared
        self.report = report
        killsAt = Instant.now.advanced(by: request.patience)
        givesUpAt = killsAt.advanced(by: .seconds(2))
        look(isFirst: true)
    }

    /// Signals what is there and looks again, until nothing is left or it will not die.
    private func look(isFirst: Bool) {
        let workers = spared()
        let living = Terminator.processesOfJob(marker: request.marker)
            .filter { !workers.contains($0.processID) }
        let now = Instant.now
        guard !living.isEmpty, now < givesUpAt else { return report(ended) }
        let mustKill = now >= killsAt
        for entry in living {
            let process = TerminatedProcess(processID: entry.processID, name: entry.name)
            let isNew = !ended.contains { $0.processID == process.processID }
            if isNew { ended.append(process) }
            if mustKill {
                kill(entry.processID, SIGKILL)
            } else if isNew {
                kill(entry.processID, SIGTERM)
            }
        }
        loop.schedule(after: .milliseconds(isFirst ? 1 : 10)) { [self] in look(isFirst: false) }
    }
}
