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

    /// A time that a test sets.
    private final class Time: Sendable {
        private let time = Mutex(ContinuousClock.now)

        var now: ContinuousClock.Instant { time.withLock { $0 } }

        func advance(by milliseconds: Int) {
            time.withLock { $0 += .milliseconds(milliseconds) }
        }
    }

    private func follower(
        _ notes: Notes,
        leavesAfterFirst: Bool = false,
        time: Time = Time()
    ) -> RunFollower {
        RunFollower(
            reporter: NotingReporter(notes: notes, leavesAfterFirst: leavesAfterFirst),
            cancel: { notes.add("cancel") },
            abort: { notes.add("abort") },
            letGo: { notes.add("letGo") },
            now: { time.now }
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
        let time = Time()
        let follower = follower(notes, time: time)
        follower.interrupt()
        #expect(notes.all == ["cancel", "cancelling"])
        time.advance(by: 200)
        follower.interrupt()
        #expect(notes.all == ["cancel", "cancelling", "letGo", "abort", "ending at once"])
        time.advance(by: 200)
        follower.interrupt()
        #expect(notes.all.count == 5)
    }

    @Test("a signal that comes right after another, as `timeout` sends it, is the same wish")
    func echo() {
        let notes = Notes()
        let time = Time()
        let follower = follower(notes, time: time)
        follower.interrupt()
        for _ in 1...3 {
            time.advance(by: 40)
            follower.interrupt()
        }
        #expect(notes.all == ["cancel", "cancelling"])
        time.advance(by: 40)
        follower.interrupt()
        #expect(notes.all.last == "ending at once")
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
