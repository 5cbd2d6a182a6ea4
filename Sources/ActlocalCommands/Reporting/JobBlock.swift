import RunEvents

/// The lines of one finished job on a terminal: one a step, and the last lines of failed ones.
enum JobBlock {
    /// The block of a finished job; nothing for one that has not ended.
    static func text(_ job: JobPicture, style: TextStyle) -> String {
        guard let end = job.end else {
            return ""
        }
        var text = headline(job, end, style) + "\n"
        for step in job.steps where isShown(step) {
            text += line(step, style) + "\n"
            if step.end?.outcome == .failure, !job.steps.contains(where: { $0.isFailure(in: step) })
            {
                text += FailureDigest.tail(
                    step.tail,
                    lines: LineTail.capacity,
                    indent: indent(step) + "  ",
                    style: style
                )
            }
        }
        let isJobsOwn = !job.steps.contains { $0.end?.conclusion == .failure }
        if end.conclusion == .failure, isJobsOwn {
            text += FailureDigest.tail(
                job.tail,
                lines: LineTail.capacity,
                indent: "  ",
                style: style
            )
        }
        return text
    }

    /// The line of a finished step.
    static func line(_ step: StepPicture, _ style: TextStyle) -> String {
        guard let end = step.end else {
            return ""
        }
        return indent(step) + EventLines.text(end, style: style)
    }

    /// Steps inside of others are shown only where they went wrong.
    static func isShown(_ step: StepPicture) -> Bool {
        step.depth == 0 || step.end?.outcome == .failure
    }

    private static func headline(
        _ job: JobPicture,
        _ end: JobFinished,
        _ style: TextStyle
    ) -> String {
        var text = "\(style.sign(end.conclusion)) \(style.bold(job.name))"
        if end.conclusion != .success {
            text += "  " + style.verdict(Wording.verdict(end.conclusion), end.conclusion)
        }
        if end.seconds > 0 {
            text += "  " + style.faint(Wording.duration(end.seconds))
        }
        if end.isFailureAllowed, end.conclusion == .failure {
            text += "  the workflow lets it fail"
        }
        if let reason = end.reason {
            text += "  \(LogText.oneLine(reason))"
        }
        return text
    }

    private static func indent(_ step: StepPicture) -> String {
        String(repeating: "  ", count: step.depth + 1)
    }
}

extension StepPicture {
    /// Whether this step failed inside of `step`.
    fileprivate func isFailure(in step: StepPicture) -> Bool {
        isInside(step.key) && end?.outcome == .failure
    }
}
