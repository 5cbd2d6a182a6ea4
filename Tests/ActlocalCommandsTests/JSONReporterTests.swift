import RunEvents
import Testing

@testable import ActlocalCommands

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("JSON Lines")
struct JSONReporterTests {
    @Test("every event is one line on standard output, and nothing else is")
    func lines() throws {
        let output = try CapturedPort()
        let console = try CapturedPort()
        var reporter: any Reporter = JSONReporter(output: output.port, console: console.port)
        let events = Recording.failing.events
        for event in events {
            reporter.report(event)
            reporter.tick(now: event.time)
        }
        reporter.notice("cancelling")
        reporter.finish()
        let lines = output.text().split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.last == "")
        #expect(try lines.dropLast().map { try RunEvent(jsonLine: String($0)) } == events)
        #expect(console.text() == "cancelling\n")
    }

    @Test("a reader that goes away is noticed, and no more is written or said")
    func closedReader() throws {
        SignalWatch.surviveClosedPipes()
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { close(ends[1]) }
        // Processes that other tests start would keep the reading end open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let console = try CapturedPort()
        var reporter: any Reporter = JSONReporter(
            output: OutputPort(descriptor: ends[1]),
            console: console.port
        )
        let events = Recording.passing.events
        reporter.report(events[0])
        #expect(!reporter.isReaderGone)
        close(ends[0])
        // One that is just being started may hold it for a moment yet.
        let deadline = ContinuousClock.now + .seconds(10)
        while !reporter.isReaderGone, ContinuousClock.now < deadline {
            reporter.report(events[1])
            usleep(1000)
        }
        #expect(reporter.isReaderGone)
        reporter.notice("cancelling")
        reporter.finish()
        #expect(console.text().isEmpty)
    }

    @Test("large output arrives whole through a reader that is slow to start")
    func largeOutput() async throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // A writer that finds the pipe full waits, even where somebody made the pipe non-blocking.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        let port = OutputPort(descriptor: ends[1])
        let line = String(repeating: "x", count: 999) + "\n"
        let writer = Task.detached {
            for _ in 0..<1000 {
                port.write(line)
            }
            port.flush()
            close(port.descriptor)
        }
        var count = 0
        var block = [UInt8](repeating: 0, count: 4096)
        while case let size = read(ends[0], &block, block.count), size > 0 {
            count += size
        }
        close(ends[0])
        await writer.value
        #expect(count == 1_000_000)
        #expect(!port.isClosed)
    }
}
