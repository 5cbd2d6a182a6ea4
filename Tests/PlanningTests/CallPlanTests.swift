import Expressions
import Planning
import Testing
import Workflows

/// Jobs that call other workflow files: their inputs, names, keys and outputs.
@Suite("Plans of calls")
struct CallPlanTests {
    private static let called = """
        on:
          workflow_call:
            inputs:
              version: {type: string}
              count: {type: number, default: 3}
              dry: {type: boolean}
              note: {type: string, default: "on ${{ github.ref }}"}
            outputs:
              url: {value: "https://${{ jobs.build.outputs.host }}/${{ inputs.version }}"}
              empty: {value: "${{ jobs.build.outputs.none }}"}
              result: {value: "${{ jobs.last.result }}"}
        jobs:
          build:
            runs-on: x
            outputs: {host: h}
            strategy: {matrix: {n: [1, 2]}}
          last:
            name: Last of ${{ inputs.version }}
            needs: [build]
            runs-on: x
            if: ${{ !inputs.dry }}

        """

    private func legs(_ lines: String, needs: NeedsState = NeedsState()) throws -> [PlannedCall] {
        guard case .run(let legs) = try decision(lines, needs: needs).decision else { return [] }
        return legs.compactMap { leg in
            if case .call(let call) = leg { call } else { nil }
        }
    }

    private func decision(
        _ lines: String,
        needs: NeedsState = NeedsState()
    ) throws -> (decision: JobPlanner.Decision, planner: JobPlanner) {
        let needed = needs.direct.map { "  \($0.id):\n    runs-on: x\n" }.joined()
        let list = needs.direct.map(\.id).joined(separator: ", ")
        let body = lines.split(separator: "\n").map { "    \($0)\n" }.joined()
        let workflow = try Planned.workflow(
            "on: push\njobs:\n\(needed)  call:\n    needs: [\(list)]\n"
                + "    uses: ./.github/workflows/c.yml\n\(body)"
        )
        let planner = Planned.planner(
            called: Planned.called(by: workflow, ["./.github/workflows/c.yml": Self.called])
        )
        let job = try #require(workflow.job("call"))
        return (planner.decide(job, needs: needs), planner)
    }

    @Test("inputs have their types: what is passed, else the default, else nothing of the type")
    func inputs() throws {
        let plain = try #require(try legs("").first)
        #expect(
            plain.inputs.toJSON(pretty: false)
                == #"{"version":"","count":3,"dry":false,"note":"on refs/heads/main"}"#
        )
        let needs = NeedsState(direct: [
            FinishedJob(id: "a", result: .success, outputs: [("v", "1.0"), ("n", "7")])
        ])
        let given = try #require(
            try legs(
                """
                with:
                  VERSION: ${{ needs.a.outputs.v }}
                  count: ${{ fromJSON(needs.a.outputs.n) }}
                  dry: true
                  note: 5
                """,
                needs: needs
            ).first
        )
        #expect(
            given.inputs.toJSON(pretty: false)
                == #"{"version":"1.0","count":7,"dry":true,"note":"5"}"#
        )
    }

    @Test(
        "an expression of another type than the input's fails the job",
        arguments: [
            ("with: {dry: \"${{ github.ref }}\"}", "Unexpected value 'refs/heads/main'"),
            ("with: {count: \"${{ needs.none }}\"}", "Unexpected value ''"),
            ("with: {version: \"${{ github }}\"}", "A mapping was not expected"),
        ]
    )
    func wrongTypes(line: String, message: String) throws {
        guard case .fail(let failure) = try decision(line).decision else {
            Issue.record("the call is planned")
            return
        }
        #expect(failure.message == message)
    }

    @Test("inner jobs are named, keyed and numbered behind the leg that calls them")
    func names() throws {
        let lines =
            "name: Deploy\nstrategy: {matrix: {v: [a, b]}}\nwith: {version: \"${{ matrix.v }}\"}"
        let calls = try legs(lines)
        #expect(calls.map(\.name) == ["Deploy (a)", "Deploy (b)"])
        #expect(calls.map(\.key) == ["call (1)", "call (2)"])
        let inner = try decision(lines).planner.inside(calls[1])
        let build = try #require(calls[1].workflow.job("build"))
        guard case .run(let legs) = inner.decide(build, needs: NeedsState()) else {
            Issue.record("the inner job does not run")
            return
        }
        #expect(legs.map(\.name) == ["Deploy (b) / build (1)", "Deploy (b) / build (2)"])
        #expect(legs.map(\.key) == ["call (2)/build (1)", "call (2)/build (2)"])
        let last = try #require(calls[1].workflow.job("last"))
        #expect(inner.plainName(of: last) == "Deploy (b) / Last of ${{ inputs.version }}")
        #expect(inner.id(of: last) == "call/last")
        #expect(inner.needs(of: last) == ["call/build"])
        #expect(inner.needs(of: build) == [])
    }

    @Test(
        "the token of an inner job has its own rights, else those around it, the nearest first",
        arguments: [
            ("permissions: {id-token: write}", "", "", Permissions.Level.write),
            ("permissions: {id-token: write}", "permissions: {}", "", .none),
            ("", "permissions: {id-token: write}", "", .write),
            ("", "permissions: write-all", "permissions: {contents: read}", .none),
            ("permissions: write-all", "", "permissions: {}", .none),
        ]
    )
    func permissions(
        file: String,
        call: String,
        called: String,
        level: Permissions.Level
    ) throws {
        let workflow = try Planned.workflow(
            "on: push\n\(file)\njobs:\n  call:\n    uses: ./.github/workflows/c.yml\n    \(call)\n"
        )
        let planner = JobPlanner(
            contexts: Planned.planner().contexts,
            called: Planned.called(
                by: workflow,
                [
                    "./.github/workflows/c.yml":
                        "on: workflow_call\n\(called)\njobs: {inner: {runs-on: x}}\n"
                ]
            ),
            permissions: workflow.permissions
        )
        let leg = try Self.inner(of: workflow, planner)
        #expect(leg.permissions?.level(of: "id-token") == level)
    }

    /// The first leg of the job `inner` that the job `call` calls.
    private static func inner(
        of workflow: Workflow,
        _ planner: JobPlanner
    ) throws -> PlannedJob {
        let job = try #require(workflow.job("call"))
        guard case .run(let calls) = planner.decide(job, needs: NeedsState()),
            case .call(let made)? = calls.first, let inner = made.workflow.job("inner"),
            case .run(let legs) = planner.inside(made).decide(inner, needs: NeedsState()),
            case .job(let leg)? = legs.first
        else {
            throw NotPlanned()
        }
        return leg
    }

    private struct NotPlanned: Error {}

    @Test(
        "an inner job may do with caches what it asks for, and no more than the call may",
        arguments: [
            ("", "", "", "", CacheMode.write), ("cache-mode: read", "", "", "", .read),
            ("cache-mode: read", "cache-mode: write", "", "", .write),
            ("cache-mode: read", "", "cache-mode: write", "", .read),
            ("", "cache-mode: read", "", "cache-mode: write-only", .none),
            ("", "cache-mode: write-only", "cache-mode: read", "cache-mode: write", .writeOnly),
            ("", "", "cache-mode: read", "", .read), ("", "", "", "cache-mode: none", .none),
        ]
    )
    func cacheModes(
        file: String,
        call: String,
        called: String,
        inner: String,
        mode: CacheMode
    ) throws {
        let workflow = try Planned.workflow(
            "on: push\n\(file)\njobs:\n  call:\n    uses: ./.github/workflows/c.yml\n    \(call)\n"
        )
        let text = "on: workflow_call\n\(called)\njobs:\n  inner:\n    runs-on: x\n    \(inner)\n"
        var planner = JobPlanner(
            contexts: Planned.planner().contexts,
            called: Planned.called(by: workflow, ["./.github/workflows/c.yml": text])
        )
        planner.cacheMode = workflow.cacheMode ?? .usual(for: "push")
        let leg = try Self.inner(of: workflow, planner)
        #expect(leg.cacheMode == mode)
    }

    @Test("a call has the group of its job, then that of the file with the inputs it is given")
    func groups() throws {
        let workflow = try Planned.workflow(
            """
            on: push
            jobs:
              call:
                uses: ./.github/workflows/c.yml
                strategy: {matrix: {v: [a]}}
                concurrency: "call-${{ matrix.v }}"
                with: {stage: live}

            """
        )
        let called = """
            on: {workflow_call: {inputs: {stage: {type: string}}}}
            concurrency: {group: "file-${{ inputs.stage }}", cancel-in-progress: true}
            jobs: {inner: {runs-on: x}}

            """
        let planner = Planned.planner(
            called: Planned.called(by: workflow, ["./.github/workflows/c.yml": called])
        )
        let job = try #require(workflow.job("call"))
        guard case .run(let calls) = planner.decide(job, needs: NeedsState()),
            case .call(let made)? = calls.first
        else {
            Issue.record("the call does not run")
            return
        }
        #expect(made.groups.map(\.name) == ["call-a", "file-live"])
        #expect(made.groups.map(\.cancelsInProgress) == [false, true])
        let held = (name: "top level workflow", group: made.groups[0])
        #expect(made.groups[1].deadlock(of: "x", holders: [held]) == nil)
        #expect(made.groups[0].deadlock(of: "x", holders: [held])?.contains("'x'") == true)
    }

    @Test("outputs are made of the inner jobs, and empty ones are left out")
    func outputs() throws {
        let call = try #require(try legs("with: {version: '2'}").first)
        let outputs = try decision("").planner.outputs(
            of: call,
            jobs: [
                FinishedJob(id: "build", result: .success, outputs: [("host", "example.org")]),
                FinishedJob(id: "last", result: .skipped),
            ]
        )
        #expect(outputs.map(\.name) == ["url", "result"])
        #expect(outputs.map(\.value) == ["https://example.org/2", "skipped"])
    }

    @Test("a plan has the jobs of called files, with what is known of their inputs")
    func plan() throws {
        let workflow = try Planned.workflow(
            """
            on: push
            jobs:
              first: {runs-on: x}
              call:
                needs: [first]
                uses: ./.github/workflows/c.yml
                with: {dry: true, version: v}
              late:
                needs: [first]
                uses: ./.github/workflows/c.yml
                with: {version: "${{ needs.first.outputs.v }}"}
              far:
                uses: o/r/.github/workflows/c.yml@v1
              after: {needs: [call], runs-on: x}

            """
        )
        let called = Planned.called(by: workflow, ["./.github/workflows/c.yml": Self.called])
        let plan = RunPlan.make(workflow, planner: Planned.planner(called: called))
        #expect(
            plan.text == """
                ci.yml (ci.yml), started by `push`

                stage 1
                  first: on x
                  far: not run here: it calls `o/r/.github/workflows/c.yml@v1`: it is far away

                stage 2
                  call: calls ./.github/workflows/c.yml, needs first
                    build: 2 legs
                      - call / build (1) on x
                      - call / build (2) on x
                    last: skipped, needs build: its `if` is false: !inputs.dry
                  late: decided in the run, needs first: its `with` reads `needs.first.outputs.v`, \
                which only a run can tell

                stage 3
                  after: on x, needs call

                """
        )
        #expect(plan.matrixKeys == nil)
        #expect(
            plan.json.contains(
                #""inputs": {"version":"v","count":3,"dry":true,"note":"on refs/heads/main"},"#
            )
        )
    }
}
