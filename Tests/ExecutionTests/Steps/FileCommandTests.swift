import RunEvents
import Testing

/// What steps tell the runner by files and by workflow commands.
@Suite("Step files and commands", .timeLimit(.minutes(20)))
struct FileCommandTests {
    @Test("outputs, variables and folders of a step are there for the next one only")
    func files() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - id: first
                    run: |
                      { echo 'text<<END'; echo one; echo 'two = 2'; echo END; } >> "$GITHUB_OUTPUT"
                      echo 'Plain= a=b ' >> "$GITHUB_OUTPUT"
                      echo '::set-output name=old::way'
                      echo "/first" >> "$GITHUB_PATH"; echo "/second" >> "$GITHUB_PATH"
                  - run: echo "/first" >> "$GITHUB_PATH"
                  - run: |
                      echo "text=$(echo '${{ steps.first.outputs.text }}' | tr '\\n' '|')"
                      echo "plain=${{ steps.FIRST.outputs.plain }}."
                      echo "old=${{ steps.first.outputs.old }}"
                      echo "path=${PATH%%:/usr*}"
            """
        )
        #expect(await run.value("text") == "one|two = 2|")
        #expect(await run.value("plain") == " a=b .")
        #expect(await run.value("old") == "way")
        #expect(await run.value("path") == "/first:/second")
    }

    @Test("a malformed line fails the step, and what stands before it has taken effect")
    func malformed() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - id: bad
                    name: bad
                    run: |
                      printf 'A=1\\nnonsense\\nB=2\\n' >> "$GITHUB_ENV"
                      printf 'x=1\\n' >> "$GITHUB_OUTPUT"
                  - if: always()
                    run: echo "seen=[$A] [$B] [${{ steps.bad.outputs.x }}]"
            """
        )
        #expect(await run.finished.first?.outcome == .failure)
        #expect(await run.finished.first?.exitStatus == 0)
        #expect(await run.value("seen") == "[1] [] [1]")
        #expect(
            await run.annotations(.error).prefix(2) == [
                "Unable to process file command 'env' successfully.", "Invalid format 'nonsense'",
            ]
        )
    }

    @Test("a job summary that is no file is left out and fails nothing")
    func noSummary() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - run: rm "$GITHUB_STEP_SUMMARY"; mkdir "$GITHUB_STEP_SUMMARY"
                  - run: ln -sf /etc/passwd "$GITHUB_STEP_SUMMARY"
            """
        )
        #expect(await run.jobs == ["a: success"])
        #expect(await run.annotations(.warning).count == 2)
        #expect(await !run.everything.contains("root:"))
    }

    @Test("files of a failed step count, and a failed command fails the step")
    func failed() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - id: bad
                    continue-on-error: true
                    run: |
                      echo "x=1" >> "$GITHUB_OUTPUT"; echo "E=2" >> "$GITHUB_ENV"; exit 3
                  - { name: command, continue-on-error: true, run: "echo '::set-env name=X::1'" }
                  - run: echo "seen=${{ steps.bad.outputs.x }} $E"
            """
        )
        #expect(await run.value("seen") == "1 2")
        #expect(await run.finished.map(\.outcome) == [.failure, .failure, .success])
        #expect(await run.annotations(.error).contains("Process completed with exit code 3."))
    }

    @Test("a mask holds for all later steps, for names, for reports and for job outputs")
    func masks() async throws {
        var options = LocalRun.Options()
        options.secrets = [("TOKEN", "s3cret-value")]
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                outputs:
                  plain: ${{ steps.out.outputs.plain }}
                  hidden: ${{ steps.out.outputs.hidden }}
                  secret: "${{ secrets.TOKEN }}!"
                  empty: ${{ steps.out.outputs.empty }}
                steps:
                  - run: echo '::add-mask::quiet'
                  - { name: "say ${{ secrets.TOKEN }}",
                      run: "echo 'be quiet'; echo '::error::quiet please'" }
                  - id: out
                    run: |
                      echo plain=1 >> "$GITHUB_OUTPUT"; echo hidden=so-quiet >> "$GITHUB_OUTPUT"
                  - { name: bad, continue-on-error: true, working-directory: quiet, run: 'true' }
            """,
            options
        )
        #expect(await run.output.contains("be ***"))
        #expect(await run.annotations(.error).first == "*** please")
        #expect(await run.jobEnds.first?.outputs == ["plain": "1"])
        #expect(
            await run.annotations(.warning) == [
                "Skip output 'hidden' since it may contain secret.",
                "Skip output 'secret' since it may contain secret.",
            ]
        )
        #expect(await !run.everything.contains("s3cret-value"))
        #expect(await run.steps.contains("2 say ***: success"))
    }

    @Test("hashFiles works in env, in `if` and in a script")
    func hashes() async throws {
        var options = LocalRun.Options()
        options.files = ["lock/a.txt": "a", "lock/b.txt": "b"]
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - if: hashFiles('lock/*.txt') != '' && hashFiles('none') == ''
                    env: { HASH: "${{ hashFiles('lock/**') }}" }
                    run: |
                      echo "same=${{ hashFiles('lock/*.txt') == env.HASH }}"
                      echo "length=${#HASH}"
                  - { name: bad, continue-on-error: true, run: "echo ${{ hashFiles('--x', 'a') }}" }
            """,
            options
        )
        #expect(await run.value("same") == "true")
        #expect(await run.value("length") == "64")
        #expect(await run.steps.last == "2 bad: failure/success")
    }

    @Test("an output that cannot be evaluated fails the job")
    func wrongOutput() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                outputs: { x: "${{ fromJSON(steps.a.outputs.x) }}" }
                steps: [{ id: a, run: 'echo "x={" >> "$GITHUB_OUTPUT"' }]
              b: { needs: a, if: always(), runs-on: ubuntu-latest,
                  steps: [{ run: 'echo "a=${{ needs.a.result }}"' }] }
            """
        )
        #expect(await run.jobs == ["a: failure", "b: success"])
        #expect(await run.value("a") == "failure")
    }
}
