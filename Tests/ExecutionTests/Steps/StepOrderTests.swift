import RunEvents
import Testing

/// In which order the keys of a step take effect, and what an error in each of them does.
@Suite("Step order", .timeLimit(.minutes(20)))
struct StepOrderTests {
    @Test("a step's own env is there for its `if`, and is evaluated before it")
    func environmentBeforeCondition() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                env: { WHO: job }
                steps:
                  - { name: own, if: env.WHO == 'step', env: { WHO: step }, run: 'echo "who=$WHO"' }
                  - { name: job, if: env.WHO == 'step', run: echo never }
                  - name: broken
                    if: false
                    continue-on-error: true
                    env: { X: "${{ fromJSON('{') }}" }
                    run: echo never
                  - { name: after, run: echo never }
            """
        )
        #expect(await run.value("who") == "step")
        #expect(
            await run.steps == [
                "1 own: success", "2 job: skipped", "3 broken: failure", "4 after: skipped",
            ]
        )
        #expect(await run.disorder == [])
    }

    @Test("an error in `if` fails the step whatever continue-on-error says")
    func errorInCondition() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { name: bad, if: "fromJSON('{')", continue-on-error: true, run: echo never }
                  - { name: after, run: echo never }
                  - { name: always, if: always(), run: 'true' }
            """
        )
        #expect(
            await run.steps == ["1 bad: failure", "2 after: skipped", "3 always: success"]
        )
        #expect(await run.jobs == ["a: failure"])
    }

    @Test("an error in what a step does is a failure that continue-on-error forgives")
    func errorInScript() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - name: bad
                    id: bad
                    continue-on-error: true
                    run: echo ${{ fromJSON('{') }}
                  - run: echo "seen=${{ steps.bad.outcome }}/${{ steps.bad.conclusion }}"
            """
        )
        #expect(await run.value("seen") == "failure/success")
        #expect(await run.jobs == ["a: success"])
    }

    @Test("an error in continue-on-error leaves the step failed and says so")
    func errorInContinueOnError() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { name: bad, run: exit 1, continue-on-error: "${{ fromJSON('{') }}" }
                  - { name: good, if: always(), run: 'true',
                      continue-on-error: "${{ fromJSON('{') }}" }
            """
        )
        #expect(await run.steps == ["1 bad: failure", "2 good: success"])
        let errors = await run.annotations(.error)
        #expect(
            errors.contains(
                "The step failed and an error occurred when attempting to determine whether to "
                    + "continue on error."
            )
        )
        #expect(await run.disorder == [])
    }

    @Test("names are evaluated before `if`, show their first line, and skipped steps have them too")
    func names() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                strategy: { matrix: { os: [linux] } }
                steps:
                  - { name: "on ${{ matrix.os }}", if: false, run: 'true' }
                  - run: |

                      echo ${{ matrix.os }}
                      true
                  - { name: "${{ fromJSON('{') }}", run: 'true' }
            """
        )
        #expect(
            await run.steps == [
                "1 on linux: skipped", "2 Run echo linux: success",
                "3 ${{ fromJSON('{') }}: success",
            ]
        )
        let warnings = await run.annotations(.warning)
        #expect(
            warnings.contains { $0.hasPrefix("Encountered an error when evaluating display name") }
        )
    }

    @Test("outcome and conclusion are there for steps with an id only, also for skipped ones")
    func records() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { run: 'true' }
                  - { id: skipped, if: false, run: 'true' }
                  - { id: soft, continue-on-error: true, run: exit 1 }
                  - run: |
                      echo 'steps=${{ toJSON(steps) }}' | tr -d ' \\n'; echo
                      echo 'later=${{ steps.later.outcome == null }}'
                  - { id: later, run: 'true' }
            """
        )
        #expect(
            await run.value("steps")
                == #"{"skipped":{"outputs":{},"outcome":"skipped","conclusion":"skipped"},"#
                + #""soft":{"outputs":{},"outcome":"failure","conclusion":"success"}}"#
        )
        #expect(await run.value("later") == "true")
    }

    @Test("a step whose time limit cannot be evaluated runs without one")
    func errorInTimeout() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { name: runs, timeout-minutes: "${{ fromJSON('{') }}", run: echo "it=ran" }
            """
        )
        #expect(await run.value("it") == "ran")
        #expect(
            await run.annotations(.error).first
                == "An error occurred when attempting to determine the step timeout."
        )
        #expect(await run.steps == ["1 runs: success"])
    }
}
