import Expressions
import Testing

@testable import Planning

@Suite("Why a plan is as it is")
struct PlanExplanationTests {
    /// The explanation of a workflow with these jobs, indented by nothing.
    private static func explain(
        _ jobs: String,
        filters: FilterVerdict? = nil
    ) throws -> PlanExplanation {
        let body = jobs.split(separator: "\n").map { "  \($0)\n" }.joined()
        let workflow = try Planned.workflow("name: CI\non: push\njobs:\n" + body)
        let planner = Planned.planner(vars: ["DEPLOY": "yes"])
        let plan = RunPlan.make(workflow, planner: planner)
        return PlanExplanation(plan, of: workflow, planner: planner, filters: filters)
    }

    @Test(
        "a job's `if` is answered for a run that goes well, fails or is cancelled",
        arguments: [
            ("", .unlessFailed),
            ("always()", .always),
            ("!cancelled()", .unlessCancelled),
            ("failure()", .onFailure),
            ("cancelled()", .onCancellation),
            ("failure() || cancelled()", .unlessPassed),
            ("false", .never),
            ("github.event_name == 'pull_request' && needs.a.outputs.x", .never),
            ("needs.a.outputs.x && github.event_name == 'pull_request'", .never),
            ("needs.a.outputs.x == 'y'", .unknown),
            ("needs.a.outputs.x || vars.DEPLOY == 'yes'", .unlessFailed),
            ("needs.a.result == 'success'", .unlessFailed),
            ("contains(toJSON(needs), 'x')", .unknown),
            ("fromJSON('{')", .fails),
        ] as [(String, ConditionExplanation.Answer)]
    )
    func jobs(condition: String, answer: ConditionExplanation.Answer) throws {
        let explanation = try Self.explain(
            """
            a: { runs-on: x, outputs: { x: "1" } }
            b:
              runs-on: x
              needs: a
              if: \(condition.isEmpty ? "" : "${{ \(condition) }}")
            """
        )
        #expect(explanation.jobs[1].condition.answer == answer)
        #expect(explanation.jobs[0].condition.answer == .unlessCancelled)
    }

    @Test(
        "a step's `if` is answered likewise, and only a run can tell what steps did before",
        arguments: [
            ("always()", .always),
            ("failure()", .onFailure),
            ("github.ref == 'refs/heads/main'", .unlessFailed),
            ("github.ref != 'refs/heads/main' && steps.a.outputs.b", .never),
            ("steps.a.outcome == 'failure'", .unknown),
            ("env.X == 'y'", .unknown),
            ("runner.os == 'Linux'", .unknown),
            ("hashFiles('x') != ''", .unknown),
            ("always() && steps.a.outputs.b", .unknown),
        ] as [(String, ConditionExplanation.Answer)]
    )
    func steps(condition: String, answer: ConditionExplanation.Answer) throws {
        let explanation = try Self.explain(
            """
            a:
              runs-on: x
              steps: [{ run: x, if: "\(condition)" }, { run: y }]
            """
        )
        let steps = explanation.jobs[0].steps
        #expect(steps[0].answers.map(\.condition.answer) == [answer])
        #expect(steps[1].answers.map(\.condition.answer) == [.unlessFailed])
    }

    @Test("what a condition reads is told with its value, or as unknown")
    func facts() throws {
        let explanation = try Self.explain(
            """
            a:
              runs-on: x
              steps: [{ run: x, if: "vars.deploy == 'yes' && (steps.b.outputs.c || env.D)" }]
            """
        )
        let condition = explanation.jobs[0].steps[0].answers[0].condition
        #expect(condition.facts == [.init(text: "vars.deploy", value: "'yes'")])
        #expect(condition.unknowns == ["steps.b.outputs.c", "env.D"])
    }

    private static let matrix = """
        a:
          runs-on: x
          strategy:
            matrix:
              os: [linux, windows]
              n: [1, 2]
              exclude: [{ os: windows, n: 2 }]
              include:
                - { fast: true }
                - { os: linux, n: 1, extra: x }
                - { os: mac, n: 3 }
          steps:
            - run: x
              if: matrix.os == 'linux'
            - run: y
              if: matrix.nowhere == 'z'
        """

    @Test("the values of a matrix are told from vectors, extending items and added legs")
    func origins() throws {
        let origins = try #require(try Self.explain(Self.matrix).jobs[0].matrix)
        #expect(
            origins.legs == [
                [.vector, .vector, .extended(by: 1), .extended(by: 2)],
                [.vector, .vector, .extended(by: 1)],
                [.vector, .vector, .extended(by: 1)],
                [.added(by: 3), .added(by: 3)],
            ]
        )
        #expect(origins.excluded == [.init(values: ["os: windows", "n: 2"], item: 1)])
        let legs = try Planned.matrices(
            "{ os: [a, b], exclude: [{ os: a }], include: [{ os: c }, { x: 1 }] }"
        )
        #expect(legs.count == 2)
    }

    @Test(
        "a matrix that is refused, or is known in the run only, has no origins",
        arguments: [
            "{ n: \"${{ fromJSON('[]') }}\" }", "\"${{ vars.DEPLOY }}\"",
            "{ n: \"${{ github.event.none }}\" }", "{ n: \"${{ vars.DEPLOY }}\" }",
            "{ n: [1], m: \"${{ fromJSON('[]') }}\", include: [{ n: 1, o: 2 }] }",
        ]
    )
    func refusedMatrix(matrix: String) throws {
        let explanation = try Self.explain(
            "a: { runs-on: x, strategy: { matrix: \(matrix) }, steps: [{ run: echo }] }"
        )
        #expect(explanation.jobs.count == 1)
        #expect(explanation.jobs[0].matrix == nil)
    }

    @Test("a step that runs in some legs only says in which")
    func legs() throws {
        let steps = try Self.explain(Self.matrix).jobs[0].steps
        #expect(
            steps[0].answers.map(\.legs) == [
                ["a (linux, 1)", "a (linux, 2)"], ["a (windows, 1)", "a (mac, 3)"],
            ]
        )
        #expect(steps[0].answers.map(\.condition.answer) == [.unlessFailed, .never])
        #expect(steps[1].answers.map(\.legs) == [[]])
        #expect(steps[1].answers.map(\.condition.answer) == [.never])
    }

    @Test("the text has filters, answers, facts, and where values come from")
    func text() throws {
        let explanation = try Self.explain(
            Self.matrix + """

                b:
                  needs: a
                  runs-on: x
                  if: github.event_name == 'push'
                  steps: [{ run: x, if: failure() }]
                c:
                  needs: b
                  runs-on: x
                  if: github.event_name == 'release'
                """,
            filters: FilterVerdict([
                .init(.branches, passes: true, reason: "branch `main` matches `main`")
            ])
        )
        #expect(
            explanation.text == """
                CI (ci.yml), started by `push`
                  `branches` passes: branch `main` matches `main`

                stage 1
                  a: 4 legs
                    runs
                    - a (linux, 1) on x
                      os: linux, n: 1, fast: true (by item 1 of `include`), \
                extra: x (by item 2 of `include`)
                    - a (linux, 2) on x
                      os: linux, n: 2, fast: true (by item 1 of `include`)
                    - a (windows, 1) on x
                      os: windows, n: 1, fast: true (by item 1 of `include`)
                    - a (mac, 3) on x
                      os: mac (of item 3 of `include`), n: 3 (of item 3 of `include`)
                    - no leg, by item 1 of `exclude`: os: windows, n: 2
                    1  Run x
                       a (linux, 1), a (linux, 2): runs, unless a step before it fails: \
                success() && (matrix.os == 'linux')
                         matrix.os is 'linux'
                       a (windows, 1), a (mac, 3): does not run: \
                success() && (matrix.os == 'linux')
                    2  Run y
                       does not run: success() && (matrix.nowhere == 'z')
                         matrix.nowhere is null

                stage 2
                  b: on x, needs a
                    runs, unless a job it needs fails: success() && (github.event_name == 'push')
                      github.event_name is 'push'
                    1  Run x
                       runs only if a step before it fails: failure()

                stage 3
                  c: skipped, needs b: its `if` is false: github.event_name == 'release'
                    does not run: success() && (github.event_name == 'release')
                      github.event_name is 'push'

                """
        )
    }

    @Test("the JSON form is the plan's with a field more")
    func json() throws {
        let explanation = try Self.explain(Self.matrix)
        let plan = try ExpressionValue(json: explanation.plan.json)
        let explained = try ExpressionValue(json: explanation.json)
        #expect(explained["jobs"] == plan["jobs"])
        let job = explained["explanation"]?["jobs"]?.elements?.first
        #expect(job?["runs"] == "unlessCancelled")
        #expect(job?["legs"]?.elements?.first?.elements?.first == "vector")
        let answers = job?["steps"]?.elements?.first?["answers"]?.elements
        #expect(answers?.map { $0["runs"] } == ["unlessFailed", "never"])
    }
}
