import RunEvents

/// Shows failures so that they can be mended without scrolling.
enum FailureDigest {
    /// All failures of a run, each with its last `lines` lines.
    static func text(_ picture: RunPicture, lines: Int, style: TextStyle) -> String {
        let failures = picture.jobs.flatMap(Failure.all)
        return failures.map { text($0, lines: lines, style: style) }.joined(separator: "\n")
    }

    private static func text(_ failure: Failure, lines: Int, style: TextStyle) -> String {
        let title = [failure.job, failure.step].compactMap(\.self).joined(separator: " › ")
        let allowed = failure.isAllowed ? style.faint(" (the workflow lets it fail)") : ""
        var text = "\(style.sign(.failure)) \(style.bold(title))\(allowed)\n"
        if let span = failure.span {
            text += "  at \(span)\n"
        }
        if let cause = failure.cause {
            text += "  \(style.red(cause))\n"
        }
        return text + tail(failure.tail, lines: lines, indent: "  ", style: style)
    }

    /// The last lines of an output, each behind a bar.
    static func tail(_ tail: LineTail, lines: Int, indent: String, style: TextStyle) -> String {
        let shown = tail.lines.suffix(lines)
        let hidden = tail.dropped + tail.lines.count - shown.count
        let bar = indent + style.faint("│") + " "
        var text = ""
        if hidden > 0 {
            text += bar + style.faint("… \(Wording.count(hidden, "line")) before") + "\n"
        }
        for line in shown {
            text += bar + LogText.line(line, keepingColours: style.isColoured) + "\n"
        }
        return text
    }
}
