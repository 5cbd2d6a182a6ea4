import RunEvents
import Testing

@testable import Execution

/// The time limit of steps whose work is no process of theirs.
@Suite("Steps that are interrupted", .timeLimit(.minutes(20)))
struct InterruptionTests {
    @Test("`hashFiles` ends when the step's time is over")
    func hashingTooLong() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - { name: make, run: 'truncate -s 100G big' }
                  - { name: late, timeout-minutes: 1, run: "echo ${{ hashFiles('big') }}" }
            """,
            .init(minute: .milliseconds(500))
        )
        #expect(await run.steps.last == "2 late: failure")
        #expect(
            await run.annotations(.error) == ["The action 'late' has timed out after 1 minutes."]
        )
    }

    @Test("`hashFiles` ends when its job is cancelled")
    func hashingCancelled() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - { name: make, run: 'truncate -s 100G big' }
                  - { name: hash, run: "echo ${{ hashFiles('big') }}" }
                  - { name: last, if: always(), run: rm big }
            """
        ) { run in
            await run.record.waitForStep("hash")
            run.signal.cancel(.user)
        }
        #expect(await run.steps == ["1 make: success", "2 hash: cancelled", "3 last: success"])
        #expect(await run.jobs == ["a: cancelled"])
    }

    @Test("`hashFiles` ends when its job was cancelled after its step had begun")
    func hashingAfterCancellation() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - { name: make, run: 'truncate -s 100G big; echo one > small' }
                  - { name: hash, run: "echo ${{ hashFiles('big') }}" }
                  - { name: small, if: "always() && hashFiles('small') != ''", run: rm big }
            """,
            .init(cancelledAt: "hash")
        )
        #expect(await run.steps == ["1 make: success", "2 hash: cancelled", "3 small: success"])
    }

    @Test("a checkout ends when the step's time is over")
    func checkout() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - { name: get, uses: actions/checkout@v4, timeout-minutes: 1 }
                  - { name: last, if: always(), run: 'true' }
            """,
            .init(
                minute: .milliseconds(200),
                checkoutParts: {
                    // A stream that stalls; the test does not wait for it.
                    try await Task.sleep(for: .seconds(3600))
                    return nil
                }
            )
        )
        #expect(await run.steps == ["1 get: failure", "2 last: success"])
        #expect(
            await run.annotations(.error) == ["The action 'get' has timed out after 1 minutes."]
        )
    }
}
