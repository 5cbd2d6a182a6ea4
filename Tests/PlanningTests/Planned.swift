import Diagnostics
import Expressions
import Planning
import Testing
import Workflows

/// Workflows from text, and what a planner makes of their jobs.
enum Planned {
    /// A workflow whose text is free of errors.
    static func workflow(_ text: String) throws -> Workflow {
        let (workflow, diagnostics) = WorkflowParser.parse(SourceFile(path: "ci.yml", text: text))
        let errors = diagnostics.filter { $0.severity == .error }.map(\.githubMessage)
        #expect(errors.isEmpty)
        return try #require(workflow)
    }

    /// A planner for a push to `main`.
    static func planner(
        inputs: ExpressionValue = .object([]),
        vars: ExpressionValue = .object([]),
        called: CalledWorkflows = CalledWorkflows()
    ) -> JobPlanner {
        JobPlanner(
            contexts: .init(
                github: .object([
                    ("ref", "refs/heads/main"), ("event_name", "push"),
                ]),
                inputs: inputs,
                vars: vars
            ),
            called: called
        )
    }

    /// The files a workflow calls, by the reference of the call; all are free of errors.
    static func called(
        by workflow: Workflow,
        _ files: [String: String]
    ) -> CalledWorkflows {
        let (called, diagnostics) = ReusableCalls.read(from: workflow) { reference, _ in
            files[reference.description].map {
                .found(SourceFile(path: reference.description, text: $0))
            } ?? .unavailable(reason: "it is far away")
        }
        // Jobs of these files may do nothing.
        #expect(diagnostics.filter { $0.code != .missingKey }.map(\.githubMessage) == [])
        return called
    }

    /// The decision about job `test` with these lines below its id, each indented by four.
    static func decision(
        _ lines: String,
        needs: NeedsState = NeedsState(),
        vars: ExpressionValue = .object([])
    ) throws -> JobPlanner.Decision {
        let needed = needs.direct.map { "  \($0.id):\n    runs-on: x\n" }.joined()
        let list = needs.direct.map(\.id).joined(separator: ", ")
        let body = lines.split(separator: "\n").map { "    \($0)\n" }.joined()
        let runsOn = lines.contains("runs-on") ? "" : "    runs-on: ubuntu-latest\n"
        let workflow = try workflow(
            "on: push\njobs:\n\(needed)  test:\n    needs: [\(list)]\n\(runsOn)\(body)"
        )
        let job = try #require(workflow.job("test"))
        return planner(vars: vars).decide(job, needs: needs)
    }

    /// The legs of job `test`, which has to run.
    static func legs(
        _ lines: String,
        needs: NeedsState = NeedsState(),
        vars: ExpressionValue = .object([])
    ) throws -> [PlannedJob] {
        let decision = try decision(lines, needs: needs, vars: vars)
        guard case .run(let legs) = decision else {
            Issue.record("job `test` does not run: \(decision)")
            return []
        }
        return legs.compactMap { leg in
            if case .job(let job) = leg { job } else { nil }
        }
    }

    /// Why job `test` cannot be planned.
    static func failure(
        _ lines: String,
        needs: NeedsState = NeedsState(),
        vars: ExpressionValue = .object([])
    ) throws -> String? {
        guard case .fail(let failure) = try decision(lines, needs: needs, vars: vars) else {
            return nil
        }
        return failure.message
    }

    /// The `matrix` context of each leg as JSON on one line.
    static func matrices(_ matrix: String) throws -> [String] {
        try legs(strategy(matrix)).map { $0.leg.context.toJSON(pretty: false) }
    }

    /// The names of the legs of a matrix.
    static func names(_ matrix: String) throws -> [String] {
        try legs(strategy(matrix)).map(\.name)
    }

    /// A `strategy` with a matrix in flow style.
    static func strategy(_ matrix: String) -> String {
        "strategy:\n  matrix: \(matrix)"
    }
}
