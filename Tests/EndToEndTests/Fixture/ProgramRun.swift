import Diagnostics
import HostProcesses
import RunEvents

/// One run of the program that has ended: its exit status, events and texts.
struct ProgramRun: Sendable, CustomStringConvertible {
    /// How the process ended.
    let status: ProgramEnd
    /// What it wrote to standard output that is an event.
    let events: [RunEvent]
    /// The lines of standard output that are none.
    let strayLines: [String]
    /// Standard output as text.
    let standardOutput: String
    /// Standard error as text.
    let standardError: String
    /// The most memory the process held at once, in bytes, as seen while it ran.
    let peakMemory: Int

    /// The exit status as a shell has it.
    var exitStatus: Int32 { status.code }

    /// What a failed expectation shows.
    var description: String {
        let lines = events.compactMap { try? $0.jsonLine() }.suffix(40).joined(separator: "\n")
        return "exit status \(exitStatus)\n\(standardError.suffix(4000))\n"
            + "last output:\n\(lastOutput.suffix(4000))\n"
            + "\(strayLines.prefix(20).joined(separator: "\n"))\nlast events:\n\(lines)"
    }

    /// What steps wrote last, of all jobs together.
    private var lastOutput: String {
        events.suffix(200).compactMap { event in
            if case .log(let log) = event.happening { log.text } else { nil }
        }.joined(separator: "\n")
    }
}

extension ProgramRun {
    /// The end of a job, by its key.
    func job(_ key: String) -> JobFinished? {
        events.lazy.compactMap { event -> JobFinished? in
            if case .jobFinished(let job) = event.happening, job.job == key { job } else { nil }
        }.first
    }

    /// How a job ended.
    func conclusion(_ job: String) -> Conclusion? { self.job(job)?.conclusion }

    /// The keys of all jobs that have ended, in that order.
    var finishedJobs: [String] {
        events.compactMap { event in
            if case .jobFinished(let job) = event.happening { job.job } else { nil }
        }
    }

    /// The ends of a job's steps, in that order.
    func steps(_ job: String) -> [StepFinished] {
        events.compactMap { event in
            if case .stepFinished(let step) = event.happening, step.job == job { step } else { nil }
        }
    }

    /// The end of a step, by its name.
    func step(_ job: String, _ name: String) -> StepFinished? {
        steps(job).first { $0.name == name }
    }

    /// The lines that the steps of a job wrote, without the headers that show their scripts.
    func output(_ job: String) -> [String] {
        var isInHeader: Set<String> = []
        var hadHeader: Set<String> = []
        var text: [String] = []
        for case .log(let lines) in events.map(\.happening) where lines.job == job {
            let step = lines.step ?? ""
            switch lines.kind {
            case .group where hadHeader.insert(step).inserted:
                isInHeader.insert(step)
            case .endgroup where isInHeader.contains(step):
                isInHeader.remove(step)
            default:
                guard !isInHeader.contains(step), lines.kind != .endgroup else { continue }
                text += lines.text.split(separator: "\n", omittingEmptySubsequences: false)
                    .map(String.init)
            }
        }
        return text
    }

    /// What the steps of a job wrote after `name=`, for the last line that begins so.
    func value(_ name: String, in job: String) -> String? {
        output(job).last { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    /// The problems that steps reported.
    var annotations: [Annotation] {
        events.compactMap { event in
            if case .annotation(let annotation) = event.happening { annotation } else { nil }
        }
    }

    /// What is wrong with the user's files or the world.
    var diagnostics: [Diagnostic] {
        events.compactMap { event in
            if case .diagnostic(let diagnostic) = event.happening { diagnostic } else { nil }
        }
    }

    /// What was used in place of something else.
    var substitutions: [Substitution] {
        events.compactMap { event in
            if case .substitution(let substitution) = event.happening { substitution } else { nil }
        }
    }

    /// What the run did not do.
    var notHonoured: [NotHonoured] {
        events.compactMap { event in
            if case .notHonoured(let finding) = event.happening { finding } else { nil }
        }
    }

    /// The Markdown of all summaries, joined.
    var summary: String {
        events.compactMap { event in
            if case .summary(let summary) = event.happening { summary.markdown } else { nil }
        }.joined()
    }

    /// How the run ended.
    var end: RunFinished? {
        if case .runFinished(let end) = events.last?.happening { end } else { nil }
    }
}
