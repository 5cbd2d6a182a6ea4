import Testing

@testable import ActlocalCommands

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Signals")
struct SignalWatchTests {
    @Test("signals of the system reach the closure in their order", .timeLimit(.minutes(20)))
    func delivery() async {
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
