import Diagnostics
import RunEvents

/// Shows a run to a person: as a log that only grows, or on a terminal with a live area.
struct ConsoleReporter: Reporter {
    /// How a run is shown.
    enum Mode: Sendable, Hashable {
        /// Every line as it comes, each with its job.
        case log
        /// Finished jobs above, what runs below.
        case live
        /// Every line as it comes above, what runs below.
        case liveLog
        /// Failures and the verdict.
        case quiet
    }

    private let port: OutputPort
    private let mode: Mode
    private let style: TextStyle
    private let diagnostics: DiagnosticText
    private var picture = RunPicture()
    private var area = LiveArea()
    /// Text that waits for the next frame.
    private var scroll = ""
    private var lastFrame = 0.0

    /// Text that is longer does not wait for its frame.
    private static let scrollCapacity = 1 << 16
    private static let secondsBetweenFrames = 0.09

    /// Writes to `port`; `diagnostics` knows how to show the user's files.
    init(port: OutputPort, mode: Mode, style: TextStyle, diagnostics: DiagnosticText) {
        self.port = port
        self.mode = mode
        self.style = style
        self.diagnostics = diagnostics
    }

    /// How a run is shown on a port in an environment.
    static func mode(
        isTerminal: Bool,
        environment: [String: String],
        isVerbose: Bool,
        isQuiet: Bool
    ) -> Mode {
        if isQuiet {
            return .quiet
        }
        let isInCI = environment["CI"].map { !["", "0", "false"].contains($0) } ?? false
        guard isTerminal, environment["TERM"] != "dumb", !isInCI else {
            return .log
        }
        return isVerbose ? .liveLog : .live
    }

    mutating func report(_ event: RunEvent) {
        let before = text(before: event)
        picture.apply(event)
        let text = before + self.text(after: event)
        switch mode {
        case .log, .quiet:
            port.write(text)
            if case .log = event.happening {
                return
            }
            port.flush()
        case .live, .liveLog:
            scroll += text
            if scroll.utf8.count > Self.scrollCapacity || picture.end != nil {
                draw(now: event.time)
            }
        }
    }

    mutating func tick(now: Double) {
        switch mode {
        case .log, .quiet:
            port.flush()
        case .live, .liveLog:
            if now - lastFrame >= Self.secondsBetweenFrames || now < lastFrame {
                draw(now: now)
            }
        }
    }

    mutating func notice(_ text: String) {
        guard !isReaderGone else {
            return
        }
        scroll += style.yellow(text) + "\n"
        if mode == .log || mode == .quiet {
            port.write(scroll)
            scroll = ""
            port.flush()
        }
    }

    mutating func finish() {
        port.write(scroll)
        scroll = ""
        port.flush()
    }

    // Where nothing can be written, as on a full disk, the exit status still tells the verdict.
    var isReaderGone: Bool { port.isClosed && port.failure == nil }

    private mutating func draw(now: Double) {
        let size = port.terminalSize ?? TerminalSize(columns: 80, rows: 24)
        let view = LiveView(style: style, showsFinishedSteps: mode == .live)
        let lines = view.lines(picture, now: now, size: size)
        port.write(area.frame(scroll: scroll, lines: lines, columns: size.columns))
        port.flush()
        scroll = ""
        lastFrame = now
    }
}

extension ConsoleReporter {
    /// What is said with the knowledge from before the event.
    private func text(before event: RunEvent) -> String {
        switch mode {
        case .log, .liveLog:
            return EventLines(style: style, showsDebug: mode == .liveLog).text(event, in: picture)
        case .live:
            guard case .runStarted(let start) = event.happening else {
                return ""
            }
            return EventLines.title(start, style: style)
        case .quiet:
            return ""
        }
    }

    /// What is said with the event's knowledge.
    private func text(after event: RunEvent) -> String {
        switch event.happening {
        case .diagnostic(let diagnostic):
            let isShown = mode != .quiet || diagnostic.severity == .error
            return isShown ? diagnostics.text([diagnostic], style: style) : ""
        case .jobFinished(let job) where mode == .live:
            return picture.job(job.job).map { JobBlock.text($0, style: style) } ?? ""
        case .runFinished:
            return ClosingReport(style: style, extent: extent).text(picture)
        default:
            return ""
        }
    }

    private var extent: ClosingReport.Extent {
        switch mode {
        case .quiet: .quiet
        // The failed step's lines stand in its job's block already.
        case .live: .full(tailLines: 10)
        case .log, .liveLog: .full(tailLines: 20)
        }
    }
}
