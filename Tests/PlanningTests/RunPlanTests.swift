import Expressions
import Diagnostics
@testable import Planning
import Testing
import Workflows

@Suite("The plan of a run")
struct RunPlanTests {
    private static let text = """
        name: CI
        on: push
        jobs:
          deploy:
            needs: [test]
            if: github.ref == 'refs/heads/other'
            runs-on: ubuntu-latest
            steps: [{run: ./deploy}]
          announce:
            needs: [deploy]
            runs-on: ubuntu-latest
          test:
            needs: [lint]
            name: Tests
            runs-on: ${{ matrix.os }}
            strategy:
              matrix:
                zoo: [1, 2.5]
                os: [ubuntu-latest]
            steps:
              - uses: actions/checkout@v4
              - name: Test "${{ matrix.zoo }}"
                id: unit
                if: always()
                run: make test
          lint:
            runs-on: [self-hosted, linux]
            environment: dev
            steps:
              - run: |

                  make lint
                  make style
          dynamic:
            needs: [lint]
            runs-on: ubuntu-latest
            strategy:
              matrix: {v: "${{ fromJSON(needs.lint.outputs.versions) }}"}
            steps: [{run: "true"}]
          maybe:
            needs: [lint]
            if: needs.lint.outputs.changed == 'yes'
            runs-on: ubuntu-latest
          reacts:
            needs: [lint]
            if: ${{ always() && needs.lint.result == 'failure' }}
            runs-on: ubuntu-latest
          wrong:
            runs-on: ${{ vars.nothing }}
          after-wrong:
            needs: [wrong]
            runs-on: ubuntu-latest
          call:
            uses: ./.github/workflows/other.yml
          after-call:
            needs: [call]
            runs-on: ubuntu-latest
          cleanup:
            needs: [call]
            if: always()
            runs-on: ubuntu-latest

        """

    private func plan(
        selection: [String] = [],
        filters: [(key: String, value: String)] = []
    ) throws -> RunPlan {
        let workflow = try Planned.workflow(Self.text)
        return RunPlan.make(
            workflow,
            planner: Planned.planner(),
            selection: selection.isEmpty ? .all : JobSelection(paths: selection, of: workflow),
            legFilters: filters
        )
    }

    /// What becomes of each job, in one word and its reason.
    private func fates(_ plan: RunPlan) -> [String: String] {
        Dictionary(uniqueKeysWithValues: plan.jobs.map { ($0.id, Self.word($0.fate)) })
    }

    private static func word(_ fate: PlanEntry.Fate) -> String {
        switch fate {
        case .legs(let legs): "runs " + legs.map(\.name).joined(separator: " | ")
        case .calls(let calls): "calls " + calls.map(\.call.name).joined(separator: " | ")
        case .skipped(let reason): "skipped " + reason
        case .unresolved(let reason): "unresolved " + reason
        case .notRun(let reason): "not run " + reason
        case .invalid(let reason): "invalid " + reason
        }
    }

    @Test("several workers make and write a large plan as one does", arguments: [1, 3, 100, 200])
    func workers(count: Int) throws {
        let jobs = (0..<150).map { number in
            let needs = number < 60 ? "" : "needs: j\(number % 7), "
            let name = number % 25 == 6 ? "name: \"${{ fromJSON('[') }}\", " : ""
            return "  j\(number): { \(needs)\(name)runs-on: x, steps: [{ run: 'true' }] }\n"
        }
        let workflow = try Planned.workflow("on: push\njobs:\n\(jobs.joined())")
        let plan = RunPlan.make(workflow, planner: Planned.planner())
        let several = Workers(count: count) { count, work in
            for number in (0..<count).reversed() { work(number) }
        }
        let same = RunPlan.make(workflow, planner: Planned.planner(), workers: several)
        #expect(plan.diagnostics.count > 1 && same.diagnostics == plan.diagnostics)
        #expect(same.json == plan.json)
        let text = String(decoding: plan.jsonPieces(several).joined(), as: UTF8.self)
        #expect(text == String(decoding: plan.jsonPieces().joined(), as: UTF8.self))
        #expect(try ExpressionValue(json: text)["jobs"]?.elements?.count == 150)
    }

    @Test("each job is decided as if those before it succeeded")
    func decisions() throws {
        #expect(
            fates(try plan()) == [
                "lint": "runs lint",
                "test": "runs Tests (1, ubuntu-latest) | Tests (2.5, ubuntu-latest)",
                "deploy": "skipped its `if` is false: github.ref == 'refs/heads/other'",
                "announce": "skipped `deploy`, which it needs, was skipped",
                "dynamic":
                    "unresolved its `strategy` reads `needs.lint.outputs.versions`, "
                    + "which only a run can tell",
                "maybe":
                    "unresolved its `if` reads `needs.lint.outputs.changed`, "
                    + "which only a run can tell",
                "reacts": "skipped its `if` is false: always() && needs.lint.result == 'failure'",
                "wrong": "invalid `runs-on` is empty: its expression gives no runner label",
                "after-wrong": "skipped `wrong`, which it needs, failed",
                "call":
                    "not run it calls `./.github/workflows/other.yml`: the file was not read",
                "after-call": "not run `call`, which it needs, is not run here",
                "cleanup": "runs cleanup",
            ]
        )
    }

    @Test("jobs stay in the order written and know their stage")
    func stages() throws {
        let plan = try plan()
        #expect(plan.jobs.map(\.id).prefix(4) == ["deploy", "announce", "test", "lint"])
        #expect(plan.jobs.map(\.stage).prefix(4) == [3, 4, 2, 1])
    }

    @Test("a selection leaves out the other jobs, and filters the other legs")
    func selection() throws {
        let some = try plan(selection: ["test", "lint"], filters: [("zoo", "2.5")])
        #expect(
            fates(some) == ["lint": "runs lint", "test": "runs Tests (2.5, ubuntu-latest)"]
        )
        let none = try plan(selection: ["test", "lint"], filters: [("zoo", "9")])
        #expect(fates(none)["test"] == "not run no leg of its matrix has `zoo: 9`, only `1`, `2.5`")
    }

    @Test("what cannot be planned is a diagnostic at its place")
    func diagnostics() throws {
        let diagnostics = try plan().diagnostics
        #expect(
            diagnostics.map(\.message) == [
                "`runs-on` is empty: its expression gives no runner label"
            ]
        )
        #expect(diagnostics.first?.span?.start.line == 49)
    }

    @Test("an unresolved job is unresolved only where it could still run")
    func unresolvedBehindSkipped() throws {
        let workflow = try Planned.workflow(
            """
            on: push
            jobs:
              first: {if: false, runs-on: x}
              second:
                needs: first
                if: needs.first.outputs.x == '1'
                runs-on: ${{ needs.first.outputs.label }}

            """
        )
        let plan = RunPlan.make(workflow, planner: Planned.planner())
        #expect(fates(plan)["second"] == "skipped `first`, which it needs, was skipped")
    }

    @Test("the JSON form is valid, says what the plan says, and keeps the order of a matrix")
    func json() throws {
        let text = try plan(selection: ["test", "lint"]).json
        let value = try ExpressionValue(json: text)
        #expect(value["workflow"] == "CI")
        #expect(value["file"] == "ci.yml")
        #expect(value["event"] == "push")
        let jobs = try #require(value["jobs"]?.elements)
        let test = try #require(jobs.first)
        #expect(test["id"] == "test")
        #expect(test["needs"] == ["lint"])
        #expect(test["stage"] == 2)
        #expect(test["legs"]?.elements?.count == 2)
        #expect(test["legs"]?.elements?.first?["key"] == "test (1)")
        #expect(test["legs"]?.elements?.first?["runsOn"] == ["ubuntu-latest"])
        #expect(text.contains(#""matrix": {"zoo":2.5,"os":"ubuntu-latest"}"#))
        let step = try #require(test["steps"]?.elements?.last)
        #expect(step["key"] == "2")
        #expect(step["id"] == "unit")
        #expect(step["kind"] == "run")
        #expect(step["if"] == "always()")
        #expect(step["name"] == #"Test "${{ matrix.zoo }}""#)
        let lint = try #require(jobs.last)
        #expect(lint["legs"]?.elements?.first?["environment"] == "dev")
        #expect(lint["steps"]?.elements?.first?["name"] == "Run make lint")
    }

    @Test("the JSON form of a job without legs has the reason under its fate")
    func jsonFates() throws {
        let value = try ExpressionValue(json: plan().json)
        let jobs = try #require(value["jobs"]?.elements)
        let keys = ["legs", "skipped", "unresolved", "notRun", "invalid"]
        for job in jobs {
            #expect(keys.filter { job[$0] != nil }.count == 1)
        }
        #expect(jobs[0]["skipped"] == "its `if` is false: github.ref == 'refs/heads/other'")
    }

    @Test("control characters and quotes are escaped")
    func escapes() throws {
        let workflow = try Planned.workflow(
            "on: push\nname: \"a\\\"\\\\\\u0001\\t\"\njobs:\n  a: {runs-on: x}\n"
        )
        let plan = RunPlan.make(workflow, planner: Planned.planner())
        #expect(try ExpressionValue(json: plan.json)["workflow"] == "a\"\\\u{1}\t")
    }

    @Test("what is escaped is found wherever it stands in a text")
    func escapesAnywhere() throws {
        for length in 1..<20 {
            for place in 0..<length {
                let special = ["\"", "\\", "\u{1}", "\n", "\u{1F}"][(place + length) % 5]
                var characters = Array(repeating: Character("é"), count: length)
                characters[place] = Character(special)
                let text = String(characters)
                let plan = RunPlan(
                    workflow: text,
                    file: "f",
                    event: "push",
                    jobs: [],
                    diagnostics: []
                )
                #expect(try ExpressionValue(json: plan.json)["workflow"] == .string(text))
            }
        }
    }

    @Test("the text form shows stages, legs, steps and reasons")
    func text() throws {
        let text = try plan(selection: ["lint", "test", "deploy"]).text
        #expect(
            text == """
                CI (ci.yml), started by `push`

                stage 1
                  lint: on self-hosted, linux
                    1  Run make lint

                stage 2
                  test: 2 legs, needs lint
                    - Tests (1, ubuntu-latest) on ubuntu-latest
                    - Tests (2.5, ubuntu-latest) on ubuntu-latest
                    1  Run actions/checkout@v4
                    2  Test "${{ matrix.zoo }}", if always()

                stage 3
                  deploy: skipped, needs test: its `if` is false: github.ref == 'refs/heads/other'

                """
        )
    }
}
