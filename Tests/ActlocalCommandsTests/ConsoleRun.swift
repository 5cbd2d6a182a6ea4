import Diagnostics
import RunEvents
import Testing

@testable import ActlocalCommands

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a console shows of recorded events.
enum ConsoleRun {
    /// The whole text, as it was written; escape characters shown as `␛`.
    static func text(
        _ recording: Recording,
        _ mode: ConsoleReporter.Mode,
        style: TextStyle = .plain,
        ticks: Bool = false
    ) throws -> String {
        try written { port in
            var reporter = ConsoleReporter(
                port: port,
                mode: mode,
                style: style,
                diagnostics: DiagnosticText(folders: [])
            )
            for event in recording.events {
                reporter.report(event)
                if ticks {
                    reporter.tick(now: event.time + 0.1)
                }
            }
            reporter.finish()
        }.replacing("\u{1B}", with: "␛")
    }

    /// What `body` writes to a port over a file.
    static func written(_ body: (OutputPort) throws -> Void) throws -> String {
        let file = try #require(tmpfile())
        defer { fclose(file) }
        let port = OutputPort(descriptor: fileno(file))
        try body(port)
        port.flush()
        rewind(file)
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF {
            bytes.append(UInt8(truncatingIfNeeded: byte))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
