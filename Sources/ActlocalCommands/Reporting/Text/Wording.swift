import Diagnostics
import RunEvents

/// How the console says numbers, places and verdicts.
enum Wording {
    /// A duration: `0.3s`, `59.9s`, `1m 05s`, `2h 03m`.
    static func duration(_ seconds: Double) -> String {
        let tenths = seconds.isFinite ? Int((min(max(seconds, 0), 1e9) * 10).rounded()) : 0
        if tenths < 600 {
            return "\(tenths / 10).\(tenths % 10)s"
        }
        let whole = (tenths + 5) / 10
        if whole < 3600 {
            return "\(whole / 60)m \(twoDigits(whole % 60))s"
        }
        return "\(whole / 3600)h \(twoDigits(whole / 60 % 60))m"
    }

    /// How long ago or ahead something is, in its largest unit: `12 seconds`, `1 hour`, `89 days`.
    static func age(_ seconds: Double) -> String {
        let whole = seconds.isFinite ? Int(min(max(seconds, 0), 1e12)) : 0
        let units = [("day", 86400), ("hour", 3600), ("minute", 60)]
        let unit = units.first { whole >= $0.1 } ?? ("second", 1)
        return count(whole / unit.1, unit.0)
    }

    /// An amount of bytes: `512 B`, `45.1 MB`, in powers of 1000.
    static func bytes(_ count: Int) -> String {
        guard count >= 1000 else {
            return "\(count) B"
        }
        var value = Double(count)
        var unit = 0
        let units = ["B", "kB", "MB", "GB", "TB"]
        while value >= 999.95, unit + 1 < units.count {
            value /= 1000
            unit += 1
        }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }

    /// A count with its noun: `1 job`, `2 jobs`, `2 entries`.
    static func count(_ count: Int, _ noun: String) -> String {
        guard count != 1 else { return "1 \(noun)" }
        return noun.hasSuffix("try") ? "\(count) \(noun.dropLast())ies" : "\(count) \(noun)s"
    }

    /// The sign before something that ended.
    static func sign(_ conclusion: Conclusion) -> String {
        switch conclusion {
        case .success: "✓"
        case .failure: "✗"
        case .cancelled: "⊘"
        case .skipped: "–"
        case .notRun: "!"
        }
    }

    /// The verdict in a word.
    static func verdict(_ conclusion: Conclusion) -> String {
        switch conclusion {
        case .success: "passed"
        case .failure: "failed"
        case .cancelled: "cancelled"
        case .skipped: "skipped"
        case .notRun: "not run"
        }
    }

    /// How a step that failed says so: its reason, its exit status, or both.
    static func cause(_ step: StepFinished) -> String? {
        let status = step.exitStatus.flatMap { $0 == 0 ? nil : "exit status \($0)" }
        let reason = step.reason.map { LogText.oneLine($0) }
        return [status, reason].compactMap(\.self).joined(separator: ", ").nonEmpty
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}

extension TextStyle {
    /// A text in the colour of a verdict.
    func verdict(_ text: String, _ conclusion: Conclusion) -> String {
        switch conclusion {
        case .success: green(text)
        case .failure: red(text)
        case .cancelled, .notRun: yellow(text)
        case .skipped: faint(text)
        }
    }

    /// The coloured sign of a verdict.
    func sign(_ conclusion: Conclusion) -> String {
        verdict(Wording.sign(conclusion), conclusion)
    }
}

extension String {
    /// The text, or nil when there is none.
    var nonEmpty: String? { isEmpty ? nil : self }
}
