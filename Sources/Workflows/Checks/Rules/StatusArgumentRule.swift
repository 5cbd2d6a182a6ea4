import Diagnostics
import Expressions

/// Jobs that `success` and `failure` are asked about and that this job does not need.
enum StatusArgumentRule {
    /// The functions that take ids of jobs.
    fileprivate static let functions: Set<String> = ["success", "failure"]

    /// Looks for ids in a job's `if` that name none of its `needs`.
    static func check(_ visit: ExpressionVisit, _ report: inout CheckReport) {
        guard visit.wants == .condition, let job = visit.place.job,
            visit.expression.asksAboutJobs
        else { return }
        let needs = StaticObject(job.needs.map { ($0.value, .any) })
        visit.expression.root.walk { node in
            guard case .call(let function) = node.kind, node.asksAboutJobs else { return }
            for argument in node.children {
                guard case .literal(let value) = argument.kind,
                    needs.property(value.asString) == nil
                else { continue }
                let name = value.asString
                let nearest = NearestMatch.likely(for: name, in: needs.names)
                let wording = PropertyWording(name: name, base: node, visit: visit)
                    .unknownNeed(needs, nearest.map { "did you mean `'\($0)'`?" })
                let answer =
                    function.lowercased() == "success"
                    ? "true unless the run is cancelled" : "never true"
                report.warn(
                    wording.code,
                    wording.message,
                    in: visit,
                    at: argument.range,
                    notes: wording.notes
                        + (node.children.count == 1
                            ? ["so `\(visit.text(of: node))` is \(answer)"] : []),
                    help: wording.help
                )
            }
        }
    }
}

extension Expression {
    /// Whether it asks how jobs of some ids ended, which each job may ask of its own `needs`.
    var asksAboutJobs: Bool { passesArguments(toAnyOf: StatusArgumentRule.functions) }
}

extension ExpressionNode {
    /// Whether this is a call of a status function with ids of jobs.
    fileprivate var asksAboutJobs: Bool {
        guard case .call(let function) = kind, !children.isEmpty else { return false }
        return StatusArgumentRule.functions.contains(function.lowercased())
    }
}
