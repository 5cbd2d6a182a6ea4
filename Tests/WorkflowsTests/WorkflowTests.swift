import Diagnostics
import Expressions
import Testing
import Workflows

@Suite("workflows as typed values")
struct WorkflowTests {
    private func workflow(_ text: String) throws -> Workflow {
        let (workflow, diagnostics) = WorkflowParser.parse(SourceFile(path: "ci.yml", text: text))
        #expect(diagnostics.map(\.message) == [])
        return try #require(workflow)
    }

    private func stepsJob(_ body: String) throws -> StepsJob {
        let indented = body.split(separator: "\n").map { "    \($0)\n" }.joined()
        let workflow = try workflow("on: push\njobs:\n  a:\n    runs-on: x\n\(indented)")
        guard case .steps(let job) = workflow.jobs[0].kind else {
            throw Unexpected()
        }
        return job
    }

    private struct Unexpected: Error {}

    @Test("the three forms of `on` give the same triggers")
    func triggerForms() throws {
        for on in ["push", "[push]", "{push: }", "{push: {}}"] {
            let triggers = try workflow("on: \(on)\njobs: {a: {runs-on: x}}").on
            #expect(triggers.events.map(\.event.value) == ["push"])
            guard case .webhook(let filter) = triggers.trigger("push")?.configuration else {
                throw Unexpected()
            }
            #expect(filter.types == nil)
        }
    }

    @Test("filters, inputs and schedules are typed")
    func triggers() throws {
        let on = try workflow(
            """
            on:
              pull_request: {types: opened, branches: [main, '!x'], paths-ignore: docs/**}
              schedule: [{cron: '0 5 * * 1-5', timezone: Europe/Berlin}, {cron: '1 1 1 1 *'}]
              workflow_run: {workflows: [CI], types: [completed], branches: main}
              workflow_dispatch:
                inputs: {n: {type: number, default: 3, required: true}, s: }
              workflow_call:
                secrets: {token: {required: true}, other: }
                outputs: {o: {value: '${{ jobs.a.outputs.x }}'}}
            jobs: {a: {runs-on: x}}
            """
        ).on
        guard case .webhook(let filter) = on.trigger("pull_request")?.configuration,
            case .only(let branches) = filter.branches, case .ignore(let paths) = filter.paths,
            case .schedule(let times) = on.trigger("schedule")?.configuration,
            case .workflowRun(let workflows, _) = on.trigger("workflow_run")?.configuration,
            case .workflowDispatch(let inputs) = on.trigger("workflow_dispatch")?.configuration,
            case .workflowCall(let call) = on.trigger("workflow_call")?.configuration
        else {
            throw Unexpected()
        }
        #expect(filter.types?.map(\.value) == ["opened"])
        #expect(branches.map(\.value) == ["main", "!x"])
        #expect(paths.map(\.value) == ["docs/**"])
        #expect(times.map(\.cron.value) == ["0 5 * * 1-5", "1 1 1 1 *"])
        #expect(times[0].timezone?.value == "Europe/Berlin")
        #expect(workflows.map(\.value) == ["CI"])
        #expect(inputs.map(\.type) == [.number, .string])
        #expect(inputs[0].isRequired && !inputs[1].isRequired)
        #expect(call.secrets.map(\.isRequired) == [true, false])
        #expect(call.outputs[0].value.value.expressionText == "jobs.a.outputs.x")
    }

    @Test("steps without an id get GitHub's names")
    func stepNames() throws {
        let job = try stepsJob(
            """
            steps:
              - run: a
              - {id: __, run: b}
              - run: c
              - uses: actions/checkout@v4
              - uses: actions/checkout/sub@v4
              - uses: ./x
              - uses: docker://alpine:3.8
              - {id: mine, run: d}
              - wait-all:
            """.replacing("{id: __, run: b}", with: "{id: _x, run: b}")
        )
        #expect(
            job.steps.map(\.contextName) == [
                "__run", "_x", "__run_2", "__actions_checkout", "__actions_checkout_2", "__self",
                "__alpine_3_8", "mine", "__wait-all",
            ]
        )
    }

    @Test("names that are made up never meet")
    func stepNamesMeet() throws {
        let job = try stepsJob(
            """
            steps:
              - uses: a/b@v1
              - uses: a/b@v1
              - uses: a/b_2@v1
              - uses: A/B@v1
              - uses: a/b@v1
              - run: a
              - uses: a/b_2@v1
              - run: b
            """
        )
        #expect(
            job.steps.map(\.contextName) == [
                "__a_b", "__a_b_2", "__a_b_2_2", "__A_B_3", "__a_b_4", "__run", "__a_b_2_3",
                "__run_2",
            ]
        )
    }

    @Test("the kinds of steps")
    func stepKinds() throws {
        let steps = try stepsJob(
            """
            steps:
              - {id: a, run: serve, background: true, shell: sh, working-directory: d}
              - {uses: owner/repo/path@v1, with: {k: 1}, if: failure(), timeout-minutes: 2}
              - wait: a
              - cancel: a
              - parallel: [{run: x}, {uses: ./y, continue-on-error: '${{ true }}'}]
            """
        ).steps
        guard case .run(let run) = steps[0].kind, case .uses(let uses) = steps[1].kind,
            case .wait(let targets) = steps[2].kind, case .cancel(let target) = steps[3].kind,
            case .parallel(let children) = steps[4].kind
        else {
            throw Unexpected()
        }
        #expect(steps.map(\.background) == [true, false, false, false, false])
        #expect(run.shell?.value.literal == "sh" && run.workingDirectory?.value.literal == "d")
        #expect(
            uses.reference.value
                == .repository(owner: "owner", name: "repo", path: "path", ref: "v1")
        )
        #expect(steps[1].condition?.text == "failure()")
        guard case .literal(2, _) = steps[1].timeoutMinutes,
            case .expression = children[1].continueOnError
        else {
            throw Unexpected()
        }
        #expect(targets.map(\.value) == ["a"] && target.value == "a")
        #expect(children.count == 2)
    }

    @Test("a whole expression keeps its place in every key that takes one")
    func expressions() throws {
        let job = try stepsJob(
            """
            container: ${{ fromJSON(vars.c) }}
            services: ${{ fromJSON(vars.s) }}
            strategy: ${{ fromJSON(vars.m) }}
            timeout-minutes: ${{ fromJSON(vars.t) }}
            continue-on-error: ${{ matrix.x }}
            env: {A: 1, B: true, C: , D: 3.10, E: 0x10, F: '${{ github.sha }}-x'}
            """
        )
        guard case .image(let image, _) = job.container, case .expression = job.services,
            case .expression = job.timeoutMinutes, case .expression = job.continueOnError
        else {
            throw Unexpected()
        }
        #expect(image.expressionText == "fromJSON(vars.c)")
        let env = try #require(job.env)
        let context = EvaluationContext(["github": .object([("sha", "abc")])])
        #expect(
            try env.evaluate(in: context)
                == .object([
                    ("A", "1"), ("B", "true"), ("C", ""), ("D", "3.1"), ("E", "16"), ("F", "abc-x"),
                ])
        )
    }

    @Test("matrix values keep their types, sequences are spliced and mappings merged")
    func evaluation() throws {
        let workflow = try workflow(
            """
            on: push
            jobs:
              a:
                runs-on: x
                strategy:
                  matrix:
                    v: [1, '1', true, ~, '${{ fromJSON(vars.list) }}', '${{ vars.one }}']
                    o: [{'${{ insert }}': '${{ fromJSON(vars.map) }}', b: 2}]
            """
        )
        guard case .fields(let fields) = workflow.jobs[0].strategy else {
            throw Unexpected()
        }
        let variables: ExpressionValue = .object([
            ("list", "[2, 3]"), ("one", "x"), ("map", "{\"a\": 1}"),
        ])
        let context = EvaluationContext(["vars": variables])
        #expect(
            try #require(fields.matrix).evaluate(in: context)
                == .object([
                    ("v", .array([1, "1", true, .null, 2, 3, "x"])),
                    ("o", .array([.object([("a", 1), ("b", 2)])])),
                ])
        )
        let clash = EvaluationContext([
            "vars": .object([("list", "[]"), ("map", "{\"B\": 1}")])
        ])
        #expect(throws: ValueError.self) { try fields.matrix?.evaluate(in: clash) }
    }

    @Test("a workflow of nothing but errors is still described")
    func broken() throws {
        let file = SourceFile(path: "f", text: "jobs: {a: {steps: [{run: x}]}, b: {runs-on: x}}")
        let (workflow, diagnostics) = WorkflowParser.parse(file)
        #expect(
            diagnostics.map(\.message) == [
                "Required property is missing: on", "Required property is missing: runs-on",
            ]
        )
        #expect(workflow?.jobs.map(\.id) == ["b"])
    }

    @Test("a filter that nothing follows filters nothing, as GitHub's server reads it")
    func emptyFilters() throws {
        let text = """
            on:
              push: {branches: , paths-ignore: }
              issues: {types: }
            jobs: {a: {runs-on: x}}

            """
        let (workflow, diagnostics) = WorkflowParser.parse(SourceFile(path: "ci.yml", text: text))
        #expect(diagnostics.map(\.code) == [.ignored, .ignored, .ignored])
        #expect(diagnostics.allSatisfy { $0.severity == .warning })
        for event in ["push", "issues"] {
            guard case .webhook(let filter)? = workflow?.on.trigger(event)?.configuration else {
                Issue.record("`\(event)` has no filters")
                return
            }
            #expect(filter.branches == nil && filter.paths == nil && filter.types == nil)
        }
    }
}
