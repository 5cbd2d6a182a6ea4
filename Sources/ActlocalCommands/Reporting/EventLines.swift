import Diagnostics
import RunEvents

/// The lines that one event adds to a log that only grows: without a terminal, or with `-v`.
///
/// Every line of a job begins with `[job] `, so that jobs that run side by side can be told apart.
struct EventLines: Sendable {
    /// The look.
    let style: TextStyle
    /// Whether lines for debugging are shown.
    let showsDebug: Bool

    /// The lines of an event; `picture` is what was known before it.
    func text(_ event: RunEvent, in picture: RunPicture) -> String {
        switch event.happening {
        case .runStarted(let start):
            return Self.title(start, style: style)
        case .imagePull(let pull):
            return text(pull, in: picture)
        case .jobStarted(let job):
            return prefix(job.job, picture) + text(job) + "\n"
        case .jobFinished(let job):
            return prefix(job.job, picture) + Self.text(job, style: style) + "\n"
        case .stepStarted(let step):
            let name = LogText.oneLine(step.name)
            return prefix(step.job, picture) + indent(step.step) + style.bold("▶ \(name)") + "\n"
        case .stepFinished(let step):
            let text = Self.text(step, style: style)
            return prefix(step.job, picture) + indent(step.step) + text + "\n"
        case .log(let lines):
            return text(lines, in: picture)
        case .workflowNotStarted, .diagnostic, .substitution, .notHonoured, .jobQueued, .annotation,
            .summary,
            .runFinished:
            return ""
        }
    }

    /// What runs, why, and where.
    static func title(_ start: RunStarted, style: TextStyle) -> String {
        let isCommitted = start.sha.contains { $0 != "0" }
        let commit = isCommitted ? "at \(start.sha.prefix(7))" : "without a commit"
        let name = style.bold(LogText.oneLine(start.workflow))
        let title = start.runName.map { " – \(LogText.oneLine($0))" } ?? ""
        return "\(name)\(title) (\(start.file)): \(start.event) of \(start.ref) \(commit), "
            + "on \(start.engine)\n"
    }

    /// A step's end: its sign, name and time, and what went wrong where.
    static func text(_ step: StepFinished, style: TextStyle) -> String {
        let name = LogText.oneLine(step.name)
        switch step.outcome {
        case .skipped:
            return style.faint("– \(name)  skipped")
        case .success:
            return "\(style.sign(.success)) \(name)  \(time(step.seconds, style))"
        case .failure, .cancelled, .notRun:
            let isForgiven = step.outcome == .failure && step.conclusion == .success
            let verdict =
                step.outcome == .failure ? nil : Wording.verdict(step.outcome) as String?
            let parts =
                [
                    verdict,
                    Wording.cause(step),
                    isForgiven ? "the job goes on" : nil,
                ].compactMap(\.self).joined(separator: ", ").nonEmpty ?? "failed"
            let place = step.outcome == .failure ? step.span.map { "  \($0)" } ?? "" : ""
            return "\(style.sign(step.outcome)) \(name)  \(time(step.seconds, style))  "
                + style.verdict(parts, step.outcome) + place
        }
    }

    /// A job's end: its verdict, time and reason.
    static func text(_ job: JobFinished, style: TextStyle) -> String {
        let verdict = style.verdict(Wording.verdict(job.conclusion), job.conclusion)
        var text = "\(style.sign(job.conclusion)) \(verdict)"
        if job.seconds > 0 {
            text += " in \(Wording.duration(job.seconds))"
        }
        if job.isFailureAllowed, job.conclusion == .failure {
            text += ", the workflow lets it fail"
        }
        if let reason = job.reason {
            text += ": \(LogText.oneLine(reason))"
        }
        return text
    }

    private static func time(_ seconds: Double, _ style: TextStyle) -> String {
        style.faint(Wording.duration(seconds))
    }
}

extension EventLines {
    private func prefix(_ key: String, _ picture: RunPicture) -> String {
        let name = picture.job(key)?.name ?? LogText.oneLine(key)
        return style.blue("[\(name)]") + " "
    }

    private func indent(_ step: String) -> String {
        String(repeating: "  ", count: step.utf8.count { $0 == UInt8(ascii: ".") })
    }

    private func text(_ pull: ImagePull, in picture: RunPicture) -> String {
        if pull.isComplete {
            let amount = pull.received > 0 ? ", \(Wording.bytes(pull.received))" : ""
            return "pulled \(pull.image)\(amount)\n"
        }
        let isNew = !picture.pulls.contains { $0.image == pull.image }
        return isNew ? "pulling \(pull.image)\n" : ""
    }

    private func text(_ job: JobStarted) -> String {
        let place = job.image == "host" ? "started on this machine" : "started in \(job.image)"
        let services = job.services.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
        let beside = services.isEmpty ? "" : ", beside \(services.joined(separator: ", "))"
        return style.faint(place + beside)
    }

    private func text(_ lines: LogLines, in picture: RunPicture) -> String {
        guard lines.kind != .endgroup, lines.kind != .debug || showsDebug else {
            return ""
        }
        let start = prefix(lines.job, picture) + "  " + owner(lines, in: picture)
        if lines.kind == .output, let text = LogText.lines(of: lines.text, after: start) {
            return text
        }
        var text = ""
        LogText.forEachLine(of: lines.text, keepingColours: style.isColoured) { line in
            text += start
            switch lines.kind {
            case .output, .endgroup: text += line
            case .group: text += "▾ \(line)"
            case .error: text += style.red("error: \(line)")
            case .warning: text += style.yellow("warning: \(line)")
            case .notice: text += style.blue("notice: \(line)")
            case .debug: text += style.faint("debug: \(line)")
            case .command: text += style.faint("$ \(line)")
            }
            text += "\n"
        }
        return text
    }

    /// The step's name before its lines, when several steps of the job run at once.
    private func owner(_ lines: LogLines, in picture: RunPicture) -> String {
        guard let key = lines.step, let job = picture.job(lines.job) else {
            return ""
        }
        let isAmongOthers = job.runningSteps.contains { other in
            other.key != key && !other.isInside(key) && !key.hasPrefix(other.key + ".")
        }
        guard isAmongOthers, let step = job.step(key) else {
            return indent(key)
        }
        return style.faint("\(step.name):") + " "
    }
}
