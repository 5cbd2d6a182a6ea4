import RunEvents
import Testing

/// What a job says of itself, and the outputs it gives.
@Suite("Facts and outputs of jobs", .timeLimit(.minutes(20)))
struct JobFactsTests {
    @Test("the `job` context names the workflow's file and a number of the job's own")
    func context() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a: { runs-on: x, steps: [{ run: 'echo "${{ job.check_run_id }}" > /dev/null
                  && echo "a=${{ job.check_run_id }}"' }] }
              b:
                runs-on: x
                steps:
                  - run: |
                      echo "b=${{ job.check_run_id }}"
                      echo "ref=${{ job.workflow_ref }} sha=${{ job.workflow_sha }}"
                      echo "file=${{ job.workflow_repository }} ${{ job.workflow_file_path }}"
            """
        )
        let numbers = [await run.value("a"), await run.value("b")].map { $0.flatMap { Int($0) } }
        #expect(Set(numbers).count == 2 && !numbers.contains(nil), "\(numbers)")
        #expect(await run.value("ref") == "octo/repo/ci.yml@refs/heads/main sha=5ha")
        #expect(await run.value("file") == "octo/repo ci.yml")
    }

    @Test("the token is listed as `github_token` and found by any spelling")
    func token() async throws {
        var options = LocalRun.Options()
        options.secrets = [("GITHUB_TOKEN", "tok-12345"), ("A", "aaa-secret")]
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                environment: ${{ vars.NONE }}
                steps:
                  - env: { ALL: "${{ toJSON(secrets) }}" }
                    run: |
                      echo "names=$(echo "$ALL" | grep -o '"[A-Za-z_]*":' | sort | tr '\\n' ' ')"
                      echo "found=${{ secrets.GITHUB_TOKEN == secrets.github_token }}"
            """,
            options
        )
        #expect(await run.value("names") == #""A": "github_token": "#)
        #expect(await run.value("found") == "true")
        #expect(await run.notHonoured.isEmpty, "an environment without a name is none")
    }

    @Test("RUNNER_TRACKING_ID is one for all steps of a job, and theirs to change")
    func tracking() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - run: echo "first=$RUNNER_TRACKING_ID"
                  - run: echo "second=$RUNNER_TRACKING_ID"
                  - run: echo "own=[$RUNNER_TRACKING_ID]"
                    env: { RUNNER_TRACKING_ID: '' }
              b: { runs-on: x, steps: [{ run: 'echo "other=$RUNNER_TRACKING_ID"' }] }
            """
        )
        let first = try #require(await run.value("first"))
        #expect(first.hasPrefix("github_") && first.count == 43, "\(first)")
        #expect(await run.value("second") == first)
        #expect(await run.value("own") == "[]")
        #expect(await run.value("other") != first)
    }

    @Test("ACTIONS_ORCHESTRATION_ID tells the run and the job, in `run` steps and in actions")
    func orchestration() async throws {
        var options = LocalRun.Options()
        options.files["act/action.yml"] = "runs: { using: node20, main: main.js }"
        options.files["act/main.js"] = "console.log('act=' + process.env.ACTIONS_ORCHESTRATION_ID)"
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - run: echo "first=$ACTIONS_ORCHESTRATION_ID"
                  - uses: ./act
              b: { runs-on: x, steps: [{ run: 'echo "other=$ACTIONS_ORCHESTRATION_ID"' }] }
            """,
            options
        )
        let first = try #require(await run.value("first"))
        #expect(first.hasSuffix(".a.__default") && first.count == 36 + 12, "\(first)")
        #expect(await run.value("act") == first)
        let other = try #require(await run.value("other"))
        #expect(other.prefix(36) == first.prefix(36) && other.hasSuffix(".b.__default"))
    }

    @Test("`github.workspace` is known where a job's `env` is evaluated")
    func workspace() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                env: { TOOLS: '${{ github.workspace }}/tools' }
                steps: [{ run: '[ "$TOOLS" = "$GITHUB_WORKSPACE/tools" ] && echo same=yes' }]
            """
        )
        #expect(await run.value("same") == "yes")
    }

    @Test("what a step leaves running is ended with the job, and named")
    func orphans() async throws {
        let run = try await LocalRun.run(
            """
            jobs: { a: { runs-on: x, steps: [{ run: 'sleep 1000 > /dev/null 2>&1 & echo pid=$!' }] } }
            """
        )
        let lines = await run.output.filter { $0.hasPrefix("Terminate orphan process: pid (") }
        #expect(lines.count == 1 && lines[0].hasSuffix(") (sleep)"), "\(lines)")
    }

    @Test("a job says which outputs it sets")
    func said() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                outputs: { one: '${{ steps.s.outputs.one }}', two: '${{ steps.s.outputs.two }}' }
                steps: [{ id: s, run: 'echo one=1 >> "$GITHUB_OUTPUT"' }]
            """
        )
        #expect(await run.output.suffix(2) == ["Evaluate and set job outputs", "Set output 'one'"])
        #expect(await run.jobEnds.first?.outputs == ["one": "1"])
    }

    @Test(
        "a job's outputs may take 1 MiB in UTF-16",
        arguments: [(262_143, "a: success"), (262_144, "a: failure")]
    )
    func limit(characters: Int, end: String) async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                outputs: { v: '${{ steps.s.outputs.v }}', w: '${{ steps.s.outputs.v }}' }
                steps:
                  - id: s
                    run: |
                      { printf v=; head -c \(characters) /dev/zero | tr '\\0' x; } >> "$GITHUB_OUTPUT"
            """
        )
        #expect(await run.jobs == [end])
        let errors = [
            "Fail to evaluate job outputs",
            "The template is not valid. Maximum object size exceeded",
        ]
        #expect(await run.annotations(.error) == (end == "a: success" ? [] : errors))
    }
}
