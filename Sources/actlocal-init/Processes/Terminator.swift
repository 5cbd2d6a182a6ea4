import Glibc
import InitProtocol

/// Ends processes for good.
enum Terminator {
    /// Kills a process, its session, its group and everything below it.
    ///
    /// A process may split while the others are being killed, so it looks until nothing is left.
    static func killTree(of root: pid_t) {
        for _ in 0..<10 {
            let living = ProcessTable().tree(of: root)
            guard !living.isEmpty else { return }
            for entry in living { kill(entry.processID, SIGKILL) }
        }
    }

    /// Kills every descendant and waits until none is left, or a second has passed.
    static func killEverything() {
        let end = Instant.now.advanced(by: .seconds(1))
        while Instant.now < end {
            for entry in ProcessTable().descendants(of: getpid()) { kill(entry.processID, SIGKILL) }
            while waitpid(-1, nil, WNOHANG) > 0 {}
            if waitpid(-1, nil, WNOHANG) < 0, errno == ECHILD { return }
            usleep(1000)
        }
    }

    /// The living processes of the job: in a container all but this one, else its descendants.
    static func processesOfJob(marker: String) -> [ProcessTable.Entry] {
        let own = getpid()
        let table = ProcessTable()
        let all =
            own == 1
            ? table.entries.filter { $0.processID != own && !$0.isZombie }
            : table.descendants(of: own)
        guard !marker.isEmpty else { return all }
        return all.filter {
            ProcessTable.environment(of: $0.processID, contains: marker) ?? (own == 1)
        }
    }
}
