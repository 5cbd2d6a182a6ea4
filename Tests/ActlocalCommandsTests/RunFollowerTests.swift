import RunEvents
import Synchronization
import Testing

@testable import ActlocalCommands

@Suite("Following a run")
struct RunFollowerTests {
    /// Notes what it is told.
    private final class Notes: Sendable {
        let list = Mutex<[String]>([])

        func add(_ text: String) {
            list.withLock { $0.append(text) }
        }

        var all: [String] { list.withLock { $0 } }
    }

    private struct NotingReporter: Reporter {
        let notes: Notes
        var isReaderGone = false
        var leavesAfterFirst = false

        mutating func report(_ event: RunEvent) {
            notes.add(event.happening.type)
            isReaderGone = leavesAfterFirst
        }

        func tick(now: Double) {}
        func notice(_ text: String) { notes.add(String(text.prefix { $0 != ":" })) }
        func finish() { notes.add("finish") }
    }

    private func follower(_ notes: Notes, leavesAfterFirst: Bool = false) -> RunFollower {
        RunFollower(
            reporter: NotingReporter(notes: notes, leavesAfterFirst: leavesAfterFirst),
            cancel: { notes.add("cancel") },
            abort: { notes.add("abort") },
            letGo: { notes.add("letGo") }
        )
    }

    private func stream(_ events: [RunEvent]) -> AsyncStream<RunEvent> {
        AsyncStream { continuation in
            events.forEach { continuation.yield($0) }
            continuation.finish()
        }
    }

    @Test("events are shown in order, and the last one gives the exit status")
    func order() async {
        let notes = Notes()
        var run = Recording()
        run.begin()
        run.finish(at: 1, .failure, exitStatus: 1)
        #expect(await follower(notes).follow(stream(run.events)) == 1)
        #expect(notes.all == ["runStarted", "runFinished", "finish"])
    }

    @Test("the first signal cancels, the second ends at once, the third is the system's")
    func signals() {
        let notes = Notes()
        let follower = follower(notes)
        follower.interrupt()
        #expect(notes.all == ["cancel", "cancelling"])
        follower.interrupt()
        #expect(notes.all == ["cancel", "cancelling", "letGo", "abort", "ending at once"])
        follower.interrupt()
        #expect(notes.all.count == 5)
    }

    @Test("when nobody reads any more the run is cancelled, once and without a word")
    func closedReader() async {
        let notes = Notes()
        var run = Recording()
        run.begin()
        run.queue("a")
        run.queue("b")
        let follower = follower(notes, leavesAfterFirst: true)
        #expect(await follower.follow(stream(run.events)) == 130)
        #expect(notes.all == ["runStarted", "cancel", "jobQueued", "jobQueued", "finish"])
    }

    @Test("a stream that ends without a verdict is no success")
    func noVerdict() async {
        #expect(await follower(Notes()).follow(stream([])) == 4)
    }
}
