import RunEvents
import Testing

/// `timeout-minutes`, whose least value is a minute.
@Suite("Timeouts", .needsDocker)
struct TimeoutTests {
    @Test("a step out of time fails, a job out of time is cancelled; clean-up steps run")
    func timeouts() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  step:
                    runs-on: ubuntu-latest
                    steps:
                      - { id: slow, name: slow, timeout-minutes: 1, run: sleep 1000 }
                      - { name: clean up, if: failure(), run: 'echo "saw=${{ job.status }}"' }
                  job:
                    runs-on: ubuntu-latest
                    timeout-minutes: 1
                    steps:
                      - { name: slow, run: 'trap "" INT; sleep 1000 & wait; sleep 1000' }
                      - { name: plain, run: echo never }
                      - { name: clean up, if: always(), run: 'echo "saw=${{ job.status }}"' }
                  whole:
                    runs-on: ubuntu-latest
                    steps:
                      - { name: fraction, timeout-minutes: '${{ fromJSON(0.01) }}', run: sleep 2 }
                """
            )
            let run = try await fixture.run("ci", "--parallel", "3", deadline: .seconds(600))
            #expect(run.exitStatus == 1, "\(run)")
            let slow = try #require(run.step("step", "slow"))
            #expect(slow.outcome == .failure)
            #expect(slow.reason == "The action 'slow' has timed out after 1 minutes.")
            #expect(slow.seconds > 59 && slow.seconds < 90)
            #expect(run.value("saw", in: "step") == "failure")
            #expect(run.conclusion("job") == .cancelled)
            #expect(run.step("job", "slow")?.outcome == .cancelled)
            #expect(run.step("job", "plain")?.outcome == .skipped)
            #expect(run.value("saw", in: "job") == "cancelled")
            #expect(run.job("job")?.reason?.contains("1 minute") == true)
            #expect(run.conclusion("whole") == .success, "a fraction of a minute is no limit")
        }
    }
}
