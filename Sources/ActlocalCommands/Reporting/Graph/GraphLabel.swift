import Sessions

/// What a picture says of a job beside its id.
enum GraphLabel {
    /// The remarks, shortest first, without what says nothing.
    static func remarks(_ job: JobGraph.Node) -> [String] {
        var remarks: [String] = []
        if job.name != job.id { remarks.append(LogText.oneLine(job.name)) }
        if let legs = job.legs, legs > 1 { remarks.append(Wording.count(legs, "leg")) }
        if let call = job.call { remarks.append("calls \(LogText.oneLine(call.reference))") }
        if let condition = job.condition { remarks.append("if \(LogText.oneLine(condition))") }
        if case .other(let kind, _) = job.fate { remarks.append(word(kind)) }
        return remarks
    }

    /// What becomes of a job that does not simply run, in words.
    static func word(_ kind: JobGraph.Fate.Kind) -> String {
        switch kind {
        case .skipped: "skipped"
        case .unresolved: "decided in the run"
        case .notRun: "not run here"
        case .invalid: "fails"
        }
    }
}

extension JobGraph.Node {
    /// Whether the picture shows it as one that does not run.
    var isFaint: Bool {
        switch fate {
        case .runs, .other(.unresolved, _): false
        case .other: true
        }
    }
}
