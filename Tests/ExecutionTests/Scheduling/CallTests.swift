import RunEvents
import Testing

@testable import Execution

/// Jobs that call other workflow files, run as processes of this machine.
@Suite("Called workflows", .timeLimit(.minutes(20)))
struct CallTests {
    private static let reference = "./.github/workflows/c.yml"

    @Test("a call gets inputs, its secrets and its own env, and gives outputs and a result")
    func values() async throws {
        var options = LocalRun.Options()
        options.secrets = [("GITHUB_TOKEN", "tok-12345"), ("A", "aaa-secret"), ("B", "bbb-secret")]
        options.called[Self.reference] = """
            on:
              workflow_call:
                inputs: { version: { type: string }, loud: { type: boolean, default: true } }
                secrets: { key: { required: true } }
                outputs: { url: { value: "u-${{ jobs.build.outputs.v }}" } }
            env: { OWN: "own ${{ inputs.version }}" }
            defaults: { run: { working-directory: / } }
            jobs:
              build:
                runs-on: x
                outputs: { v: "${{ steps.s.outputs.v }}" }
                steps:
                  - id: s
                    run: |
                      echo "in=${{ inputs.version }} ${{ inputs.loud }}"
                      echo "env=$OWN/$OUTER"
                      echo "length=$(printf %s '${{ secrets.key }}' | wc -c) [${{ secrets.A }}]"
                      echo "token=${{ secrets.GITHUB_TOKEN != '' }}"
                      echo "where=${{ github.job }} $PWD"
                      echo "file=${{ job.workflow_ref }} ${{ job.workflow_file_path }}"
                      echo "hidden=${{ secrets.key }}"
                      echo "v=${{ inputs.version }}!" >> "$GITHUB_OUTPUT"
            """
        let run = try await LocalRun.run(
            """
            env: { OUTER: outer }
            jobs:
              first: { runs-on: x, outputs: { v: "${{ steps.s.outputs.v }}" }, steps: [{ id: s,
                  run: 'echo v=1.2 >> "$GITHUB_OUTPUT"' }] }
              call:
                needs: first
                uses: \(Self.reference)
                with: { version: "${{ needs.first.outputs.v }}" }
                secrets: { key: "x-${{ secrets.B }}" }
              after: { needs: call, runs-on: x, steps: [
                  { run: 'echo "got=${{ needs.call.result }} ${{ needs.call.outputs.url }}"' }] }
            """,
            options
        )
        #expect(await run.jobs == ["first: success", "call/build: success", "after: success"])
        #expect(await run.value("in") == "1.2 true")
        #expect(await run.value("env") == "own 1.2/")
        #expect(await run.value("length") == "12 []")
        #expect(await run.value("token") == "true")
        #expect(await run.value("where") == "build /")
        #expect(
            await run.value("file")
                == "octo/repo/.github/workflows/c.yml@refs/heads/main .github/workflows/c.yml"
        )
        #expect(await run.value("hidden") == "***")
        #expect(await run.value("got") == "success u-1.2!")
        #expect(await run.end?.conclusion == .success)
        #expect(await run.disorder == [])
        let queued = await run.queued
        #expect(queued.map(\.name) == ["first", "call / build", "after"])
        #expect(queued.map(\.id) == ["first", "call/build", "after"])
        #expect(queued.map(\.needs) == [[], ["first"], ["call"]])
    }

    @Test("`secrets: inherit` passes all, nothing written passes the token alone")
    func inheritance() async throws {
        var options = LocalRun.Options()
        options.secrets = [("GITHUB_TOKEN", "tok-12345"), ("A", "aaa-secret")]
        options.called[Self.reference] = """
            on: workflow_call
            jobs:
              j: { runs-on: x, steps: [
                { run: 'echo "a-${{ github.run_attempt }}=${{ secrets.A != null }}"' }] }
            """
        let run = try await LocalRun.run(
            """
            jobs:
              all: { uses: \(Self.reference), secrets: inherit }
              none: { needs: all, uses: \(Self.reference) }
            """,
            options
        )
        #expect(await run.output == ["a-=true", "a-=false"])
    }

    @Test("a secret's name is the same in any case: that of the job's environment wins")
    func secretsOfEnvironments() async throws {
        var options = LocalRun.Options()
        options.secrets = [("GITHUB_TOKEN", "tok-12345")]
        options.environments = [
            "prod": EnvironmentValues(secrets: [("DEPLOY", "of-the-environment")], variables: [])
        ]
        options.called[Self.reference] = """
            on: { workflow_call: { secrets: { deploy: } } }
            jobs:
              j: { runs-on: x, environment: prod, steps: [
                { run: 'echo "$D" | wc -c', env: { D: '${{ secrets.DEPLOY }}' } }] }
            """
        let run = try await LocalRun.run(
            "jobs: { all: { uses: \(Self.reference), secrets: { deploy: passed } } }",
            options
        )
        #expect(await run.output == ["19"])
    }

    @Test("calls stand in calls, and a matrix of calls fails fast")
    func nesting() async throws {
        var options = LocalRun.Options()
        options.parallelJobs = 1
        options.called[Self.reference] = """
            on: { workflow_call: { inputs: { n: { type: number } },
                outputs: { o: { value: "${{ jobs.inner.outputs.o }}" } } } }
            jobs:
              inner: { uses: ./.github/workflows/d.yml, with: { n: "${{ inputs.n }}" } }
            """
        options.called["./.github/workflows/d.yml"] = """
            on: { workflow_call: { inputs: { n: { type: number } },
                outputs: { o: { value: "n${{ inputs.n }}" } } } }
            jobs:
              try: { runs-on: x, steps: [{ run: 'test ${{ inputs.n }} != 1' }] }
              next: { needs: try, runs-on: x, steps: [{ run: echo next }] }
              always: { needs: try, if: always(), runs-on: x, steps: [{ run: echo always }] }
            """
        let run = try await LocalRun.run(
            """
            jobs:
              call:
                strategy: { matrix: { n: [1, 2] } }
                uses: \(Self.reference)
                with: { n: "${{ matrix.n }}" }
              after: { needs: call, if: failure(), runs-on: x, steps: [
                { run: 'echo "after=${{ needs.call.result }} ${{ needs.call.outputs.o }}"' }] }
            """,
            options
        )
        #expect(
            await run.jobs.sorted() == [
                "after: success", "call (1)/inner/always: success",
                "call (1)/inner/next: skipped", "call (1)/inner/try: failure",
                "call (2)/inner/always: cancelled", "call (2)/inner/next: cancelled",
                "call (2)/inner/try: cancelled",
            ]
        )
        #expect(await run.value("after")?.hasPrefix("failure n") == true)
        #expect(await run.end?.conclusion == .failure)
        #expect(
            await run.queued.first { $0.job == "call (2)/inner/try" }?.name
                == "call (2) / inner / try"
        )
        #expect(await run.disorder == [])
    }

    @Test("a call whose `if` is false is one skipped job, and one that is far away has no verdict")
    func absence() async throws {
        var options = LocalRun.Options()
        options.called[Self.reference] = """
            on: workflow_call
            jobs:
              off: { if: false, runs-on: x, steps: [{ run: echo never }] }
            """
        let run = try await LocalRun.run(
            """
            jobs:
              off: { if: false, uses: \(Self.reference) }
              empty: { uses: \(Self.reference) }
              after: { needs: empty, runs-on: x, steps: [{ run: echo never }] }
              far: { uses: o/r/.github/workflows/x.yml@v1 }
              after-far: { needs: far, runs-on: x, steps: [{ run: echo never }] }
            """,
            options
        )
        #expect(
            await run.jobs.sorted() == [
                "after-far: not_run", "after: skipped", "empty/off: skipped", "far: not_run",
                "off: skipped",
            ]
        )
        #expect(
            await run.jobEnds.first { $0.job == "far" }?.reason
                == "it calls `o/r/.github/workflows/x.yml@v1`: it is far away"
        )
        #expect(await run.end?.conclusion == .notRun)
    }

    @Test("a cancelled run ends the jobs of its calls, and those with `always()` go on")
    func cancellation() async throws {
        var options = LocalRun.Options()
        options.called[Self.reference] = """
            on: workflow_call
            jobs:
              slow: { runs-on: x, steps: [{ run: 'echo begun; sleep 600' }] }
              next: { needs: slow, runs-on: x, steps: [{ run: echo never }] }
              tidy: { needs: slow, if: always(), runs-on: x, steps: [{ run: echo "tidy=1" }] }
            """
        let run = try await LocalRun.run(
            """
            jobs:
              call: { uses: \(Self.reference) }
              last: { needs: call, if: cancelled(), runs-on: x, steps: [
                { run: 'echo "call=${{ needs.call.result }}"' }] }
            """,
            options
        ) { run in
            await run.record.wait(for: "begun")
            run.signal.cancel(.user)
        }
        #expect(
            await run.jobs == [
                "call/slow: cancelled", "call/next: cancelled", "call/tidy: success",
                "last: success",
            ]
        )
        #expect(await run.value("tidy") == "1")
        #expect(await run.value("call") == "cancelled")
    }

    @Test("an output of a call that cannot be evaluated fails the call")
    func wrongOutput() async throws {
        var options = LocalRun.Options()
        options.called[Self.reference] = """
            on: { workflow_call: { outputs: { o: { value: "${{ fromJSON('{') }}" } } } }
            jobs:
              j: { runs-on: x, steps: [{ run: 'true' }] }
            """
        let run = try await LocalRun.run(
            """
            jobs:
              call: { uses: \(Self.reference) }
              after: { needs: call, if: failure(), runs-on: x, steps: [
                { run: 'echo "call=${{ needs.call.result }}"' }] }
            """,
            options
        )
        #expect(await run.jobs == ["call/j: success", "call: failure", "after: success"])
        #expect(await run.value("call") == "failure")
        #expect(await run.end?.conclusion == .failure)
    }
}
