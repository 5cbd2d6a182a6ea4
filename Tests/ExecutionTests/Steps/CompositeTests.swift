import RunEvents
import Testing

@testable import Execution

/// Composite actions: what goes in, what comes out, and what their steps know.
@Suite("Composite actions", .timeLimit(.minutes(20)))
struct CompositeTests {
    @Test("inputs go in, defaults fill what is missing, and unexpected ones are named")
    func inputs() async throws {
        var options = LocalRun.Options()
        options.files["act/action.yml"] = """
            inputs:
              who: { default: nobody }
              what: { default: "${{ github.ref }}" }
              old: { deprecationMessage: use who }
              none: {}
            outputs:
              said: { value: "${{ steps.say.outputs.said }}" }
            runs:
              using: composite
              steps:
                - id: say
                  shell: bash
                  env: { OWN: inner }
                  run: |
                    said="${{ inputs.WHO }} ${{ inputs.what }} [${{ inputs.none }}]"
                    echo "said=$said" >> "$GITHUB_OUTPUT"
                    echo "env=$OUTER $OWN $GLOBAL [$INPUT_WHO]"
                    echo "GLOBAL=from inside" >> "$GITHUB_ENV"
                    echo "place=${GITHUB_ACTION_PATH##*/} ${{ github.action_status }}"
            """
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                env: { GLOBAL: job }
                steps:
                  - { id: act, uses: ./act, env: { OUTER: outer }, with: { who: me, old: x,
                      more: 1 } }
                  - run: |
                      echo "said=${{ steps.act.outputs.said }}"
                      echo "after=$GLOBAL [$OUTER] [$GITHUB_ACTION_PATH] ${{ steps.say == null }}"
            """,
            options
        )
        #expect(await run.value("said") == "me refs/heads/main []")
        #expect(await run.value("env") == "outer inner job []")
        #expect(await run.value("place") == "act success")
        #expect(await run.value("after") == "from inside [] [] true")
        let warnings = await run.annotations(.warning)
        #expect(
            warnings.contains(
                "Unexpected input(s) 'more', valid inputs are ['who', 'what', 'old', 'none']"
            )
        )
        #expect(warnings.contains("Input 'old' has been deprecated with message: use who"))
    }

    @Test("`github.action` is the job's step inside of its action, too")
    func caller() async throws {
        var options = LocalRun.Options()
        options.files["outer/action.yml"] = """
            runs:
              using: composite
              steps:
                - { id: first, shell: bash, run: 'echo "outer=$GITHUB_ACTION ${{ github.action }}"' }
                - { id: second, uses: ./inner }
            """
        options.files["inner/action.yml"] = """
            runs:
              using: composite
              steps:
                - { shell: bash, run: 'echo "inner=$GITHUB_ACTION ${{ github.action }}"' }
            """
        let run = try await LocalRun.run(
            """
            jobs:
              a: { runs-on: x, steps: [{ id: top, uses: ./outer }] }
            """,
            options
        )
        #expect(await run.value("outer") == "top top")
        #expect(await run.value("inner") == "top top")
    }

    @Test("success() and failure() inside are about the action's own steps")
    func status() async throws {
        var options = LocalRun.Options()
        options.files["good/action.yml"] = """
            runs:
              using: composite
              steps:
                - { name: plain, shell: bash,
                    run: 'echo "inner=${{ github.action_status }} ${{ job.status }}"' }
                - { name: failed, if: failure(), shell: bash, run: echo never }
            """
        options.files["bad/action.yml"] = """
            outputs: { late: { value: "${{ steps.late.outputs.x }}" } }
            runs:
              using: composite
              steps:
                - { name: soft, shell: bash, continue-on-error: true, run: exit 1 }
                - { name: hard, shell: bash, run: exit 1 }
                - { name: plain, shell: bash, run: echo never }
                - { name: failed, id: late, if: failure(), shell: bash,
                    run: 'echo x=1 >> "$GITHUB_OUTPUT"' }
            """
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { name: bad, id: bad, uses: ./bad }
                  - { name: good, if: always(), uses: ./good }
                  - { if: always(), name: out, run: 'echo "late=${{ steps.bad.outputs.late }}"' }
            """,
            options
        )
        #expect(
            await run.steps == [
                "1.1 soft: failure/success", "1.2 hard: failure", "1.3 plain: skipped",
                "1.4 failed: success", "1 bad: failure", "2.1 plain: success",
                "2.2 failed: skipped", "2 good: success", "3 out: success",
            ]
        )
        #expect(await run.value("inner") == "success failure")
        #expect(await run.value("late") == "1")
        #expect(await run.disorder == [])
    }

    @Test("outputs are evaluated also where nobody can ask for them, and an error fails the step")
    func wrongOutput() async throws {
        let action = """
            outputs:
              good: { value: "${{ steps.s.outputs.none }}" }
              bad: { value: "${{ fromJSON(steps.s.outputs.none) }}" }
            runs: { using: composite, steps: [{ id: s, shell: bash, run: 'true' }] }
            """
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { name: unnamed, uses: ./act, continue-on-error: true }
                  - { name: named, id: named, uses: ./act }
                  - { if: always(), run: 'echo "set=${{ toJSON(steps.named.outputs) }}"' }
            """,
            .init(files: ["act/action.yml": action])
        )
        #expect(
            await run.steps.filter { $0.contains("named") } == [
                "1 unnamed: failure/success", "2 named: failure",
            ]
        )
        #expect(await run.value("set") == "{}")
    }

    @Test("a cancelled job ends an inner step by its own condition, not by that of the action")
    func cancelledInside() async throws {
        let action = """
            runs:
              using: composite
              steps:
                - { name: long, shell: bash, run: echo begun; exec sleep 600 }
                - { name: next, shell: bash, run: echo never }
                - { name: last, if: always(), shell: bash, run: echo done=1 }
            """
        let run = try await LocalRun.run(
            "jobs: { a: { runs-on: x, steps: [{ name: act, if: always(), uses: ./act }] } }",
            .init(files: ["act/action.yml": action])
        ) { run in
            await run.record.wait(for: "begun")
            run.signal.cancel(.user)
        }
        #expect(
            await run.steps == [
                "1.1 long: cancelled", "1.2 next: skipped", "1.3 last: success",
                "1 act: cancelled",
            ]
        )
        #expect(await run.value("done") == "1")
    }

    @Test("ten problems of a level are recorded of a whole action")
    func recorded() async throws {
        let warn = "for i in {1..8}; do echo ::warning::$i; done"
        let options = LocalRun.Options(files: [
            "act/action.yml": """
            runs:
              using: composite
              steps:
                - { shell: bash, run: '\(warn)' }
                - { uses: ./inner }
                - { shell: bash, run: '\(warn); echo ::error::one' }
            """,
            "inner/action.yml": """
            runs: { using: composite, steps: [{ shell: bash, run: '\(warn)' }] }
            """,
        ])
        let run = try await LocalRun.run(
            "jobs: { a: { runs-on: x, steps: [{ uses: ./act }, { run: '\(warn)' }] } }",
            options
        )
        #expect(await run.annotations(.warning).count == 18)
        #expect(await run.annotations(.error) == ["one"])
    }

    @Test("an error in an inner `if` ends the action at once")
    func wrongCondition() async throws {
        var options = LocalRun.Options()
        options.files["act/action.yml"] = """
            runs:
              using: composite
              steps:
                - { name: bad, if: "fromJSON('{')", shell: bash, run: 'true' }
                - { name: always, if: always(), shell: bash, run: 'true' }
            """
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps: [{ name: act, uses: ./act }]
            """,
            options
        )
        #expect(await run.steps == ["1.1 bad: failure", "1 act: failure"])
    }

    @Test("nine actions may be inside each other, ten may not")
    func depth() async throws {
        var options = LocalRun.Options()
        for level in 1...9 {
            options.files["c\(level)/action.yml"] = """
                runs: { using: composite, steps: [{ uses: ./c\(level + 1) }] }
                """
        }
        options.files["c10/action.yml"] = """
            runs: { using: composite, steps: [{ shell: bash,
                run: echo "deepest=$GITHUB_ACTION_PATH" }] }
            """
        let run = try await LocalRun.run(
            """
            jobs:
              deep: { runs-on: ubuntu-latest, steps: [{ uses: ./c2 }] }
              deeper: { runs-on: ubuntu-latest, steps: [{ uses: ./c1 }] }
            """,
            options
        )
        #expect(await Set(run.jobs) == ["deep: success", "deeper: failure"])
        #expect(await run.value("deepest")?.hasSuffix("/c10") == true)
        #expect(
            await run.annotations(.error) == ["Composite action depth exceeded max depth 9"]
        )
    }

    @Test("too many actions inside each other fail the job before its first step")
    func depthElsewhere() async throws {
        var options = LocalRun.Options()
        let root = "/tmp/actlocal-deep-\(UInt64.random(in: 0 ... .max))"
        for level in 1...10 {
            let step = level == 10 ? "run: 'true', shell: sh" : "uses: o/c\(level + 1)@v1"
            try LocalRun.writeFile(
                "runs: { using: composite, steps: [{ \(step) }] }",
                to: "\(root)/c\(level)/action.yml"
            )
            options.substitutes.append(.init(pattern: "o/c\(level)", folder: "\(root)/c\(level)"))
        }
        let run = try await LocalRun.run(
            """
            jobs:
              deep: { runs-on: x, steps: [{ run: echo first }, { uses: o/c2@v1 }] }
              deeper: { runs-on: x, steps: [{ run: echo never }, { uses: o/c1@v1 }] }
            """,
            options
        )
        #expect(await Set(run.jobs) == ["deep: success", "deeper: failure"])
        #expect(await run.output.contains("first"))
        #expect(await run.output.contains("never") == false)
        let reasons = await run.jobEnds.compactMap(\.reason)
        #expect(reasons == ["Composite action depth exceeded max depth 9"])
        try await LocalHost.with { try await $0.host.remove(root) }
    }

    @Test("an action inside of itself fails the job before its first step")
    func recursion() async throws {
        var options = LocalRun.Options()
        let root = "/tmp/actlocal-loop-\(UInt64.random(in: 0 ... .max))"
        for (name, other) in [("one", "two"), ("two", "one")] {
            try LocalRun.writeFile(
                "runs: { using: composite, steps: [{ uses: o/\(other)@v1 }] }",
                to: "\(root)/\(name)/action.yml"
            )
            options.substitutes.append(.init(pattern: "o/\(name)", folder: "\(root)/\(name)"))
        }
        let run = try await LocalRun.run(
            """
            jobs:
              a: { runs-on: x, steps: [{ run: echo never }, { uses: o/one@v1 }] }
            """,
            options
        )
        #expect(await run.output.contains("never") == false)
        let reasons = await run.jobEnds.compactMap(\.reason)
        #expect(reasons == ["Composite action depth exceeded max depth 9"])
        try await LocalHost.with { try await $0.host.remove(root) }
    }

    @Test("a `run` step is told of no action's repository, its env is")
    func actionRepository() async throws {
        var options = LocalRun.Options()
        let folder = "/tmp/actlocal-substitute-\(UInt64.random(in: 0 ... .max))"
        try LocalRun.writeFile(
            """
            runs:
              using: composite
              steps:
                - shell: bash
                  env: { SEEN: "${{ github.action_repository }}@${{ github.action_ref }}" }
                  run: echo "ref=$SEEN [$GITHUB_ACTION_REF${{ github.action_ref }}]"
            """,
            to: folder + "/action.yml"
        )
        options.substitutes = [.init(pattern: "octo/act", folder: folder)]
        let run = try await LocalRun.run(
            """
            jobs:
              a: { runs-on: ubuntu-latest, steps: [{ uses: octo/act@v1 }] }
            """,
            options
        )
        try await LocalHost.with { try await $0.host.remove(folder) }
        #expect(await run.value("ref") == "octo/act@v1 []")
    }

    @Test("what cannot be run here leaves the job without a verdict, whatever it forgives")
    func unsupported() async throws {
        var options = LocalRun.Options()
        options.searchPath = try LocalHost.pathWithoutNode()
        options.files["js/index.js"] = ""
        options.files["js/action.yml"] = "runs: { using: node20, main: index.js }"
        options.files["box/Dockerfile"] = "FROM scratch"
        let run = try await LocalRun.run(
            """
            jobs:
              js: { runs-on: ubuntu-latest, steps: [{ uses: ./js, continue-on-error: true }] }
              box: { runs-on: ubuntu-latest, steps: [{ uses: ./box }] }
              none: { runs-on: ubuntu-latest, steps: [{ uses: ./none }] }
            """,
            options
        )
        #expect(await run.jobs.sorted() == ["box: not_run", "js: not_run", "none: failure"])
        #expect(
            await run.annotations(.error).contains {
                $0.hasPrefix("Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '/")
                    && $0.contains("/repo/repo/none'. Did you forget")
            }
        )
    }
}
