import Diagnostics
import RunEvents

@testable import ActlocalCommands

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
        let captured = try CapturedPort()
        try body(captured.port)
        return captured.text()
    }
}
