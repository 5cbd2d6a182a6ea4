import RunEvents
import Testing

@testable import Execution

/// What ends steps and jobs before they end by themselves: their time, and a cancellation.
@Suite("Time limits and cancellation", .timeLimit(.minutes(20)))
struct JobTimeTests {
    /// Minutes that a test can wait for.
    private static func hurried(_ minute: Duration = .milliseconds(150)) -> LocalRun.Options {
        var options = LocalRun.Options()
        options.minute = minute
        return options
    }

    @Test("a step that runs too long fails in GitHub's words, which continue-on-error forgives")
    func stepTimeout() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { name: slow, timeout-minutes: 2, continue-on-error: true, run: exec sleep 30 }
                  - { name: after, run: 'true' }
            """,
            Self.hurried()
        )
        #expect(await run.steps == ["1 slow: failure/success", "2 after: success"])
        #expect(
            await run.annotations(.error) == [
                "The action 'slow' has timed out after 2 minutes."
            ]
        )
    }

    @Test("the limit of a step that uses an action covers all steps inside")
    func compositeTimeout() async throws {
        var options = Self.hurried()
        options.files["act/action.yml"] = """
            runs:
              using: composite
              steps:
                - { name: slow, shell: bash, run: exec sleep 30 }
                - { name: plain, shell: bash, run: echo never }
                - { name: always, if: always(), shell: bash, run: exec sleep 30 }
            """
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps: [{ name: act, timeout-minutes: 2, uses: ./act }]
            """,
            options
        )
        #expect(
            await run.steps == [
                "1.1 slow: failure", "1.2 plain: skipped", "1.3 always: failure", "1 act: failure",
            ]
        )
        #expect(
            await run.finished.last?.reason == "The action 'act' has timed out after 2 minutes."
        )
        #expect(await run.disorder == [])
    }

    @Test("a job that runs too long is cancelled; its always() steps still run")
    func jobTimeout() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                timeout-minutes: 3
                steps:
                  - { name: slow, run: exec sleep 300 }
                  - { name: plain, run: 'true' }
                  - { name: always, if: always(), run: 'echo "status=${{ job.status }}"' }
                  - { name: cancelled, if: cancelled(), run: 'true' }
            """,
            Self.hurried(.seconds(8))
        )
        #expect(
            await run.steps == [
                "1 slow: cancelled", "2 plain: skipped", "3 always: success",
                "4 cancelled: success",
            ]
        )
        #expect(await run.value("status") == "cancelled")
        #expect(await run.jobs == ["a: cancelled"])
        #expect(
            await run.jobEnds.first?.reason
                == "it has exceeded the maximum execution time of 3 minutes"
        )
    }

    @Test("what goes on after a cancellation has its cancel-timeout and no longer")
    func cancelTimeout() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                timeout-minutes: 2
                cancel-timeout-minutes: 3
                steps:
                  - { name: stubborn, if: always(),
                      run: "trap '' INT TERM; sleep 300 & wait; sleep 300" }
                  - { name: never, if: always(), run: 'true' }
            """,
            Self.hurried(.seconds(6))
        )
        #expect(await run.steps == ["1 stubborn: cancelled"])
        #expect(
            await run.jobEnds.first?.reason
                == "it has exceeded the maximum execution time of 2 minutes"
        )
    }

    @Test("a cancellation ends the running step unless its `if` still holds")
    func cancellation() async throws {
        let gate = "/tmp/actlocal-gate-\(UInt64.random(in: 0 ... .max))"
        let run = try await LocalRun.run(
            """
            jobs:
              ends:
                runs-on: ubuntu-latest
                steps:
                  - { name: runs, if: success() || failure(), run: "echo begun-one; exec sleep 30" }
                  - { name: after, run: echo never }
                  - { name: cleanup, if: cancelled(), run: 'echo "cleanup=ran"' }
              goes-on:
                runs-on: ubuntu-latest
                steps:
                  - { name: fails, run: exit 1 }
                  - name: last
                    if: "!success()"
                    run: |
                      echo begun-two
                      while [ ! -e \(gate) ]; do sleep 0.01; done
                  - { name: failure, if: failure(), run: echo never }
                  - { name: always, if: always(), run: 'true' }
            """
        ) { run in
            await run.record.wait(for: "begun-one")
            await run.record.wait(for: "begun-two")
            run.signal.cancel(.user)
            await run.record.wait(for: "cleanup=ran")
            try? LocalRun.writeFile("", to: gate)
        }
        try await LocalHost.with { try await $0.host.remove(gate) }
        let ends = await run.finished.filter { $0.job == "ends" }.map { "\($0.name) \($0.outcome)" }
        let others = await run.finished.filter { $0.job == "goes-on" }.map {
            "\($0.name) \($0.outcome)"
        }
        #expect(ends == ["runs cancelled", "after skipped", "cleanup success"])
        #expect(others == ["fails failure", "last success", "failure skipped", "always success"])
        #expect(await run.jobs.sorted() == ["ends: cancelled", "goes-on: cancelled"])
        #expect(await run.lines(.error).contains("The operation was canceled."))
        #expect(await run.end?.conclusion == .cancelled)
    }

    @Test("a cancellation reaches the steps inside an action, and starts none that needs success")
    func cancelledComposite() async throws {
        var options = LocalRun.Options()
        options.files["act/action.yml"] = """
            runs:
              using: composite
              steps:
                - { name: runs, shell: bash, run: echo begun; exec sleep 30 }
                - { name: plain, shell: bash, run: echo never }
            """
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { name: act, uses: ./act }
                  - { name: again, if: always(), uses: ./fine }
            """,
            {
                var more = options
                more.files["fine/action.yml"] = """
                    runs:
                      using: composite
                      steps: [{ name: works, shell: bash, run: 'true' }]
                    """
                return more
            }()
        ) { run in
            await run.record.wait(for: "begun")
            run.signal.cancel(.user)
        }
        #expect(
            await run.steps == [
                "1.1 runs: cancelled", "1.2 plain: skipped", "1 act: cancelled",
                "2.1 works: success", "2 again: success",
            ]
        )
        #expect(await run.disorder == [])
    }

    @Test("an abort ends everything at once, without another condition")
    func abort() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - name: stubborn
                    run: "trap '' INT; trap 'echo warned' TERM; echo begun; while :; do sleep 1; done"
                  - { name: always, if: always(), run: echo never }
              b: { needs: a, if: always(), runs-on: ubuntu-latest, steps: [{ run: echo never }] }
            """
        ) { run in
            await run.record.wait(for: "begun")
            run.signal.cancel(.user)
            run.signal.cancel(.abort)
        }
        #expect(await run.steps == ["1 stubborn: cancelled"])
        #expect(await run.jobs == ["a: cancelled", "b: cancelled"])
        // The ladder that an ordinary cancellation begins would have warned first.
        #expect(await run.output.allSatisfy { $0 != "warned" })
        #expect(await run.disorder == [])
    }

    @Test("jobs that wait when the run is cancelled start only if their `if` says so")
    func waitingJobs() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a: { runs-on: ubuntu-latest, steps: [{ run: "echo begun; exec sleep 30" }] }
              plain: { needs: a, runs-on: ubuntu-latest, steps: [{ run: echo never }] }
              notice: { needs: a, if: cancelled(), runs-on: ubuntu-latest,
                  steps: [{ run: 'echo "seen=${{ needs.a.result }}"' }] }
              stays:
                if: always()
                runs-on: ubuntu-latest
                steps: [{ run: "echo begun-too; sleep 0.3; echo stays=on" }]
            """
        ) { run in
            await run.record.wait(for: "begun")
            await run.record.wait(for: "begun-too")
            run.signal.cancel(.user)
        }
        #expect(
            await run.jobs.sorted() == [
                "a: cancelled", "notice: success", "plain: cancelled", "stays: success",
            ]
        )
        #expect(await run.value("seen") == "cancelled")
        #expect(await run.value("stays") == "on")
    }

    @Test("when init dies in the middle of a step the job fails and says so")
    func lostInit() async throws {
        let gate = "/tmp/actlocal-gate-\(UInt64.random(in: 0 ... .max))"
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - name: fatal
                    continue-on-error: true
                    run: |
                      # One write, which the shell's own printf would make two of.
                      /usr/bin/printf "begun\\nlast words"
                      while [ ! -e \(gate) ]; do sleep 0.01; done
                      kill -9 $PPID; exec sleep 30
                  - { name: after, run: 'true' }
                  - { name: always, if: always(), run: 'true' }
            """
        ) { run in
            await run.record.wait(for: "begun")
            try? LocalRun.writeFile("", to: gate)
        }
        try await LocalHost.with { try await $0.host.remove(gate) }
        #expect(await run.steps == ["1 fatal: failure"])
        #expect(await run.jobs == ["a: failure"])
        #expect(await run.end?.isEngineFailure == true)
        #expect(await run.output.contains("last words"))
        #expect(await run.annotations(.error).first?.hasPrefix("lost the connection") == true)
        #expect(await run.disorder == [])
    }
}
