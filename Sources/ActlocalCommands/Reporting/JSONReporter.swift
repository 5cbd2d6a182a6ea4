import RunEvents

/// Writes every event as one line of JSON, and nothing else.
///
/// Events go out at once, except output of steps, which is gathered for at most 100 ms or 64 KiB.
struct JSONReporter: Reporter {
    private let output: OutputPort
    private let console: OutputPort

    /// Writes events to `output`, and what is no event to `console`.
    init(output: OutputPort, console: OutputPort) {
        self.output = output
        self.console = console
    }

    func report(_ event: RunEvent) {
        guard let line = try? event.jsonLine() else {
            preconditionFailure("an event holds only texts and finite numbers")
        }
        output.write(line + "\n")
        if case .log = event.happening {
            return
        }
        output.flush()
    }

    func tick(now: Double) {
        output.flush()
    }

    func notice(_ text: String) {
        guard !isReaderGone else {
            return
        }
        console.write(text + "\n")
        console.flush()
    }

    func finish() {
        output.flush()
    }

    var isReaderGone: Bool { output.isClosed }
}
