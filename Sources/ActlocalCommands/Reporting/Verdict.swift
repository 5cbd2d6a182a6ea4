import RunEvents

/// The last line of a report.
struct Verdict: Sendable {
    /// What is known of the run.
    let picture: RunPicture
    /// How it ended.
    let end: RunFinished

    /// The verdict, the numbers behind it and the time.
    ///
    /// Shape: `✗ failed: 1 of 4 jobs failed, 3 passed, in 12.3s`.
    func text(_ style: TextStyle) -> String {
        let verdict = style.verdict(
            style.bold("\(Wording.sign(end.conclusion)) \(word)"),
            end.conclusion
        )
        let parts = [invalid, numbers].compactMap(\.self).joined(separator: ", ")
        return "\(verdict): \(parts), in \(Wording.duration(end.seconds))"
    }

    /// How many workflows are not valid, or which one.
    private var invalid: String? {
        guard let files = end.invalidWorkflows, let first = files.first else { return nil }
        return files.count == 1
            ? "`\(first)` is not valid" : "\(files.count) workflows are not valid"
    }

    private var word: String { Wording.verdict(end.conclusion) }

    private var numbers: String {
        let ends = picture.jobs.compactMap(\.end)
        guard !ends.isEmpty else {
            let planned = picture.jobs.count
            let isPlan = picture.jobs.allSatisfy { $0.phase == .waiting }
            let verb = isPlan ? "planned, none run" : "begun, none ended"
            return planned == 0 ? "no job ran" : "\(Wording.count(planned, "job")) \(verb)"
        }
        let allowed = ends.count { $0.conclusion == .failure && $0.isFailureAllowed }
        let counts: [(Int, String)] = [
            (ends.count { $0.conclusion == .failure } - allowed, "failed"),
            (allowed, "failed as allowed"),
            (ends.count { $0.conclusion == .notRun }, "did not run"),
            (ends.count { $0.conclusion == .cancelled }, "cancelled"),
            (ends.count { $0.conclusion == .success }, "passed"),
            (ends.count { $0.conclusion == .skipped }, "skipped"),
        ].filter { $0.0 > 0 }
        guard let first = counts.first, counts.count > 1 else {
            return "\(Wording.count(ends.count, "job")) \(counts.first?.1 ?? "")"
        }
        let start = "\(first.0) of \(Wording.count(ends.count, "job")) \(first.1)"
        let rest = counts.dropFirst().map { "\($0.0) \($0.1)" }
        return ([start] + rest).joined(separator: ", ")
    }
}
