import Diagnostics
import Expressions
import Foundation
import Testing
import Workflows

/// What of a job GitHub's expected JSON and our value both say: one line each, to be compared.
@Suite("GitHub's own jobs", .enabled(if: ConformanceCase.isPresent, "no conformance data"))
struct ConformanceJobsTests {
    @Test(
        "jobs have GitHub's ids, needs, conditions and steps",
        arguments: ConformanceTests.followed.filter { $0.expectedErrors == nil }
    )
    func jobs(_ example: ConformanceCase) throws {
        let file = SourceFile(path: example.path, text: example.workflow)
        let workflow = try #require(WorkflowParser.parse(file).workflow)
        let json = try JSONSerialization.jsonObject(with: Data(example.expected.utf8))
        let expected = (json as? [String: Any])?["jobs"] as? [[String: Any]] ?? []
        #expect(workflow.jobs.flatMap(Self.lines) == expected.flatMap(Self.lines))
    }

    private static func lines(_ job: Job) -> [String] {
        let needs = job.needs.map(\.value).joined(separator: ",")
        let condition = (job.condition ?? .success).text
        var lines = ["\(job.id) needs \(needs) if \(condition)"]
        if case .steps(let steps) = job.kind {
            lines += steps.steps.flatMap(Self.lines)
        }
        return lines
    }

    private static func lines(_ step: Step) -> [String] {
        var line = "  \(step.contextName)"
        switch step.kind {
        case .run(let run):
            line += " if \((step.condition ?? .success).text)"
            line += " run \(run.script.value.expressionText ?? run.script.value.literal ?? "")"
        case .uses(let uses):
            line += " if \((step.condition ?? .success).text) uses \(uses.reference.value)"
        case .wait, .waitAll, .cancel: break
        case .parallel(let steps): return [line] + steps.flatMap(lines)
        }
        return [line]
    }

    private static func lines(_ job: [String: Any]) -> [String] {
        let needs = (job["needs"] as? [Any] ?? []).map(text).joined(separator: ",")
        let condition = text(job["if"])
        let steps = job["steps"] as? [[String: Any]] ?? []
        return ["\(text(job["id"])) needs \(needs) if \(condition)"] + steps.flatMap(stepLines)
    }

    private static func stepLines(_ step: [String: Any]) -> [String] {
        var line = "  \(text(step["id"]))"
        if step["run"] != nil {
            line += " if \(text(step["if"])) run \(text(step["run"]))"
        } else if step["uses"] != nil {
            line += " if \(text(step["if"])) uses \(text(step["uses"]))"
        }
        let children = step["parallel"] as? [[String: Any]] ?? step["steps"] as? [[String: Any]]
        return [line] + (children ?? []).flatMap(stepLines)
    }

    /// The text of a token: a literal, or an object with its text or expression.
    private static func text(_ token: Any?) -> String {
        if let object = token as? [String: Any] {
            return text(object["expr"] ?? object["lit"])
        }
        return token as? String ?? ""
    }
}
