import RunEvents

/// The lines at the bottom of a terminal that show what goes on now.
struct LiveView: Sendable {
    /// The look.
    let style: TextStyle
    /// Whether finished steps of running jobs are shown; with `-v` they are above already.
    let showsFinishedSteps: Bool

    private struct Line {
        let text: String
        /// Lines of steps that have passed make room when the screen is low.
        let canGo: Bool
    }

    /// The lines for a moment, cut to the terminal's size.
    ///
    /// - Parameters:
    ///   - picture: What is known of the run.
    ///   - now: Seconds since 1970.
    ///   - size: The terminal's size; the last row is left free for the cursor.
    /// - Returns: The lines from top to bottom; none once the run has ended.
    func lines(_ picture: RunPicture, now: Double, size: TerminalSize) -> [String] {
        guard picture.end == nil else {
            return []
        }
        var lines = picture.jobs.flatMap { self.lines($0, now: now) }
        lines += picture.pulls.map { Line(text: text($0), canGo: false) }
        if let waiting = waiting(picture.jobs) {
            lines.append(Line(text: waiting, canGo: false))
        }
        return fitted(lines, rows: size.rows - 1).map { Cells.truncated($0, to: size.columns) }
    }

    private func lines(_ job: JobPicture, now: Double) -> [Line] {
        guard case .running(let since) = job.phase else {
            return []
        }
        let time = style.faint(Wording.duration(now - since))
        let running = job.runningSteps
        let isIdle = running.isEmpty && job.steps.isEmpty
        let doing = isIdle ? "  " + style.faint("preparing \(job.image ?? "")") : ""
        var lines = [
            Line(text: "\(style.blue("●")) \(style.bold(job.name))  \(time)\(doing)", canGo: false)
        ]
        for step in job.steps {
            if step.end != nil {
                if showsFinishedSteps, JobBlock.isShown(step) {
                    lines.append(Line(text: JobBlock.line(step, style), canGo: true))
                }
            } else if let startedAt = step.startedAt {
                let indent = String(repeating: "  ", count: step.depth + 1)
                let time = style.faint(Wording.duration(now - startedAt))
                let text = "\(indent)\(style.blue("▶")) \(step.name)  \(time)\(lastLine(step))"
                lines.append(Line(text: text, canGo: false))
            }
        }
        return lines
    }

    /// What a running step said last.
    private func lastLine(_ step: StepPicture) -> String {
        guard let raw = step.tail.lines.last(where: { !$0.isEmpty }) else {
            return ""
        }
        let line = LogText.line(raw, keepingColours: false).replacing("\t", with: " ")
        return line.isEmpty ? "" : "  " + style.faint("│ \(line)")
    }

    private func text(_ pull: ImagePull) -> String {
        let received = Wording.bytes(pull.received)
        guard pull.total > 0 else {
            return "\(style.blue("⇣")) \(pull.image)  \(received)"
        }
        let percent = min(100, pull.received * 100 / pull.total)
        return "\(style.blue("⇣")) \(pull.image)  "
            + "\(received) of \(Wording.bytes(pull.total))  \(percent)%"
    }

    private func waiting(_ jobs: [JobPicture]) -> String? {
        let names = jobs.filter { $0.phase == .waiting }.map(\.name)
        guard !names.isEmpty else {
            return nil
        }
        let shown = names.prefix(5).joined(separator: ", ")
        let more = names.count > 5 ? " and \(names.count - 5) more" : ""
        return style.faint("○ waiting: \(shown)\(more)")
    }

    private func fitted(_ lines: [Line], rows: Int) -> [String] {
        var excess = lines.count - max(rows, 1)
        let kept = lines.filter { line in
            guard excess > 0, line.canGo else {
                return true
            }
            excess -= 1
            return false
        }.map(\.text)
        guard excess > 0 else {
            return kept
        }
        let shown = kept.prefix(max(rows - 1, 0))
        return shown + [style.faint("… \(kept.count - shown.count) more lines")]
    }
}
