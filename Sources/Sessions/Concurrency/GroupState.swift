import Workflows
import Workspaces

/// Who is in a concurrency group: what runs, and what waits in the order it came.
///
/// Source:
/// <https://docs.github.com/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency>
struct GroupState: Sendable, Codable, Hashable {
    /// One run or job of the group.
    struct Member: Sendable, Codable, Hashable {
        /// Unique on this machine.
        let id: String
        /// What messages call it, such as `run 20261122-014512-3f2a`.
        let title: String
        /// The process it belongs to.
        let process: Int32
        /// When that process started, in clock ticks since the machine's start.
        let started: UInt64
        /// Which start of the machine that was.
        let boot: String
        /// Whether it runs, or waits.
        var isRunning = false
        /// What has taken its place; it leaves as soon as it notices.
        var replacement: String?

        /// Whether its process still runs.
        var isAlive: Bool {
            boot == MachineBoot.id
                && ProcessIdentity(process: process, started: started).isAlive
        }
    }

    /// Where a member stands.
    enum Standing: Sendable, Hashable {
        /// It may run.
        case running
        /// It waits for another one.
        case waiting(for: Member)
        /// Another one has its place.
        case replaced(by: String)
    }

    /// The members in the order they came.
    var members: [Member] = []

    /// How many may wait with `queue: max`.
    private static let capacity = 100

    /// Forgets members whose process is gone.
    mutating func removeDead() {
        members.removeAll { !$0.isAlive }
    }

    /// Adds a member, which takes the place of others as its group's keys say.
    mutating func join(_ member: Member, queue: Concurrency.Queue, cancelsInProgress: Bool) {
        var member = member
        let waiting = members.indices.filter {
            !members[$0].isRunning && members[$0].replacement == nil
        }
        switch queue {
        case .single:
            for index in waiting { members[index].replacement = member.title }
        case .max where waiting.count >= Self.capacity:
            member.replacement = "the \(waiting.count) that wait already"
        case .max: break
        }
        if cancelsInProgress {
            for index in members.indices where members[index].isRunning {
                members[index].replacement = members[index].replacement ?? member.title
            }
        }
        members.append(member)
    }

    /// Where a member stands; the first that waits runs when nobody else does.
    mutating func advance(_ id: String) -> Standing {
        guard let index = members.firstIndex(where: { $0.id == id }) else {
            return .replaced(by: "another one")
        }
        if let replacement = members[index].replacement { return .replaced(by: replacement) }
        if members[index].isRunning { return .running }
        if let other = members.first(where: \.isRunning) { return .waiting(for: other) }
        let first = members.first { $0.replacement == nil }
        if let first, first.id != id { return .waiting(for: first) }
        members[index].isRunning = true
        return .running
    }

    /// Removes a member.
    mutating func leave(_ id: String) {
        members.removeAll { $0.id == id }
    }
}
