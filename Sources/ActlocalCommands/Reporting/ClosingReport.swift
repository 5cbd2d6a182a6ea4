import Diagnostics
import RunEvents

/// What is said when a run has ended: the table of jobs, what differs from GitHub, and the verdict.
///
/// Shape: sections with a title, separated by empty lines; the last line is the verdict. A section
/// without content is left out.
struct ClosingReport: Sendable {
    /// How much of it is shown.
    enum Extent: Sendable, Hashable {
        /// Everything; failures with this many last lines.
        case full(tailLines: Int)
        /// Failures, jobs that did not run, and the verdict.
        case quiet
    }

    /// The look.
    let style: TextStyle
    /// How much of it is shown.
    let extent: Extent

    /// The report of a run that has ended; nothing for one that has not.
    func text(_ picture: RunPicture) -> String {
        guard let end = picture.end else {
            return ""
        }
        var sections: [String] = []
        switch extent {
        case .full(let tailLines):
            sections = [
                summaries(picture),
                jobTable(picture),
                substitutions(picture),
                notHonoured(picture),
                notStarted(picture),
                annotations(picture),
                section("Failures", FailureDigest.text(picture, lines: tailLines, style: style)),
            ]
        case .quiet:
            let tailLines = LineTail.capacity
            sections = [
                FailureDigest.text(picture, lines: tailLines, style: style),
                notRun(picture),
            ]
        }
        sections.append(Verdict(picture: picture, end: end).text(style) + "\n")
        let text = sections.filter { !$0.isEmpty }.joined(separator: "\n")
        return extent == .quiet ? text : "\n" + text
    }

    /// Lines shown of one step's summary.
    private static let summaryCapacity = 100

    private func section(_ title: String, _ body: String) -> String {
        body.isEmpty ? "" : "\(style.bold(title))\n\(body)"
    }
}

extension ClosingReport {
    private func jobTable(_ picture: RunPicture) -> String {
        var table = TextTable()
        for job in picture.jobs {
            table.add(row(job))
        }
        return section("Jobs", table.text(indent: "  "))
    }

    private func row(_ job: JobPicture) -> [String] {
        guard let end = job.end else {
            return ["○ \(job.name)", job.phase == .waiting ? "not started" : "not ended"]
        }
        let hasRun = end.seconds > 0
        var remarks: [String] = []
        if end.conclusion == .failure, end.isFailureAllowed {
            remarks.append("the workflow lets it fail")
        }
        if let reason = end.reason {
            remarks.append(LogText.oneLine(reason))
        }
        if hasRun {
            let outside = Wording.duration(end.secondsOutsideSteps)
            remarks.append(style.faint("\(outside) outside the steps"))
        }
        return [
            "\(style.sign(end.conclusion)) \(job.name)",
            style.verdict(Wording.verdict(end.conclusion), end.conclusion),
            hasRun ? Wording.duration(end.seconds) : "",
            remarks.joined(separator: ", "),
        ]
    }

    private func substitutions(_ picture: RunPicture) -> String {
        // Where no job was even known, nothing stood for anything.
        guard !picture.jobs.isEmpty else { return "" }
        var table = TextTable()
        for item in picture.substitutions {
            table.add([
                Self.noun(item.kind),
                LogText.oneLine(item.original),
                "→ \(LogText.oneLine(item.replacement))",
                style.faint("(\(LogText.oneLine(item.source)))"),
            ])
        }
        return section("What stands for what", table.text(indent: "  "))
    }

    private static func noun(_ kind: Substitution.Kind) -> String {
        switch kind {
        case .runnerImage: "runner image"
        case .serviceImage: "service image"
        case .actionImage: "action image"
        case .action: "action"
        case .certificates: "certificates"
        case .docker: "Docker engine"
        case .registry: "registry"
        case .checkout: "checkout"
        case .commit: "commit"
        case .environment: "variables"
        case .host: "host"
        case .nodeRuntime: "node"
        }
    }

    private func notHonoured(_ picture: RunPicture) -> String {
        var text = ""
        for item in picture.notHonoured {
            // What is said of a job as a whole names it already.
            let job = item.subject.hasPrefix("job ") ? nil : item.job
            let of = job.map { " of job \(picture.job($0)?.name ?? $0)" } ?? ""
            let place = item.span.map { style.faint("  \($0)") } ?? ""
            text += "  \(style.yellow("!")) \(LogText.oneLine(item.subject))\(of): "
            text += "\(LogText.oneLine(item.reason))\(place)\n"
        }
        return section("Not honoured", text)
    }

    private func notStarted(_ picture: RunPicture) -> String {
        var table = TextTable()
        for item in picture.notStarted {
            let place = item.span.map { "\($0)" } ?? ""
            table.add([
                style.faint("– \(LogText.oneLine(item.workflow))"),
                style.faint("`\(item.filter)`: \(LogText.oneLine(item.reason))"),
                style.faint(place),
            ])
        }
        let event = picture.notStarted.first?.event ?? ""
        return section("Not started by \(event)", table.text(indent: "  "))
    }

    private func notRun(_ picture: RunPicture) -> String {
        var text = ""
        for job in picture.jobs where job.end?.conclusion == .notRun {
            let reason = job.end?.reason.map { ": \(LogText.oneLine($0))" } ?? ""
            text += "\(style.sign(.notRun)) \(style.bold(job.name)) "
            text += "\(style.yellow("did not run"))\(reason)\n"
        }
        return text
    }

    private func summaries(_ picture: RunPicture) -> String {
        picture.summaries.map { summary in
            let job = picture.job(summary.job)
            let step = job?.step(summary.step)?.name ?? summary.step
            let shown = MarkdownText.lines(of: summary.markdown, style: style)
            var lines = shown.prefix(Self.summaryCapacity)
                .map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
            if shown.count > Self.summaryCapacity {
                let hidden = Wording.count(shown.count - Self.summaryCapacity, "more line")
                lines += style.faint("  … \(hidden); `--json` has them all") + "\n"
            }
            return section("Summary of \(job?.name ?? summary.job) › \(step)", lines)
        }.joined(separator: "\n")
    }

    private func annotations(_ picture: RunPicture) -> String {
        var text = ""
        for item in picture.annotations {
            let title = item.title.map { "\(LogText.oneLine($0)): " } ?? ""
            let job = style.faint("  (\(picture.job(item.job)?.name ?? item.job))")
            text += "  \(Self.place(item))\(level(item.level)): "
            text += "\(title)\(LogText.oneLine(item.message))\(job)\n"
        }
        if picture.annotationsLeftOut > 0 {
            text += "  … \(picture.annotationsLeftOut) more\n"
        }
        return section("Annotations", text)
    }

    private func level(_ level: Annotation.Level) -> String {
        switch level {
        case .error: style.red("error")
        case .warning: style.yellow("warning")
        case .notice: style.blue("notice")
        }
    }

    /// The clickable `file:line:column: `, as far as it is known.
    private static func place(_ item: Annotation) -> String {
        guard let file = item.file else {
            return ""
        }
        let numbers = [item.line, item.line == nil ? nil : item.column].compactMap(\.self)
        return numbers.reduce(LogText.oneLine(file)) { "\($0):\($1)" } + ": "
    }
}
