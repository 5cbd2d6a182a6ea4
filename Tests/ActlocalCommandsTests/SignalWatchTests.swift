import Testing

@testable import ActlocalCommands

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Signals")
struct SignalWatchTests {
    @Test("signals reach the closure, also a SIGINT that was ignored", .timeLimit(.minutes(20)))
    func delivery() async {
        // As a shell does for a command that a script starts with `&`.
        signal(SIGINT, SIG_IGN)
        let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
        SignalWatch.start { continuation.yield($0) }
        defer { SignalWatch.stop() }
        var seen: [Int32] = []
        var iterator = signals.makeAsyncIterator()
        for signal in [SIGTERM, SIGHUP, SIGINT] {
            kill(getpid(), signal)
            seen.append(await iterator.next() ?? 0)
        }
        #expect(seen == [SIGTERM, SIGHUP, SIGINT])
    }
}
