import Expressions
import RunEvents
import Testing

@testable import Execution

/// Which jobs and legs start, in which order, and what the jobs after them see.
@Suite("Scheduling", .timeLimit(.minutes(20)))
struct SchedulerTests {
    @Test("needs show success, failure, skipped; conditions see all ancestors")
    func needs() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              good: { runs-on: x, steps: [{ run: 'true' }] }
              bad: { runs-on: x, steps: [{ run: exit 1 }] }
              off: { if: false, runs-on: x, steps: [{ run: 'true' }] }
              after-bad: { needs: [good, bad], runs-on: x, steps: [{ run: echo never }] }
              after-off: { needs: off, runs-on: x, steps: [{ run: echo never }] }
              failure: { needs: after-bad, if: failure(), runs-on: x,
                  steps: [{ run: 'echo "f=${{ needs.after-bad.result }}"' }] }
              not-cancelled: { needs: [off, bad], if: "!cancelled()", runs-on: x,
                  steps: [{ run: 'echo "n=${{ needs.off.result }} ${{ needs.bad.result }}"' }] }
              failure-off: { needs: off, if: failure(), runs-on: x, steps: [{ run: echo never }] }
              direct: { needs: after-bad, if: always(), runs-on: x,
                  steps: [{ run: 'echo "d=${{ needs.bad == null }}"' }] }
            """
        )
        #expect(
            await run.jobs.sorted() == [
                "after-bad: skipped", "after-off: skipped", "bad: failure", "direct: success",
                "failure-off: skipped", "failure: success", "good: success",
                "not-cancelled: success", "off: skipped",
            ]
        )
        #expect(await run.value("f") == "skipped")
        #expect(await run.value("n") == "skipped failure")
        #expect(await run.value("d") == "true")
        #expect(await run.end?.conclusion == .failure)
        #expect(await run.disorder == [])
    }

    @Test("continue-on-error of a job shows success to those that need it")
    func continueOnError() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              soft: { continue-on-error: true, runs-on: x,
                  outputs: { x: "${{ steps.s.outputs.x }}" }, steps: [{ id: s,
                  run: 'echo x=1 >> "$GITHUB_OUTPUT"; exit 1' }] }
              next: { needs: soft, runs-on: x,
                  steps: [
                    { run: 'echo "soft=${{ needs.soft.result }} ${{ needs.soft.outputs.x }}"' }] }
            """
        )
        #expect(await run.value("soft") == "success 1")
        #expect(await run.jobs == ["soft: failure", "next: success"])
        #expect(await run.jobEnds.first?.isFailureAllowed == true)
        #expect(await run.end?.conclusion == .success)
    }

    @Test("a failed leg cancels the legs that run and those that wait")
    func failFast() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              legs:
                runs-on: x
                strategy: { max-parallel: 2, matrix: { n: [1, 2, 3, 4] } }
                steps:
                  - if: matrix.n == 1
                    run: while [ ! -e ${{ vars.GATE }} ]; do sleep 0.01; done; exit 1
                  - { if: matrix.n == 2, run: 'touch ${{ vars.GATE }}; exec sleep 30' }
              after: { needs: legs, if: always(), runs-on: x,
                  steps: [{ run: 'echo "legs=${{ needs.legs.result }}"; rm -f ${{ vars.GATE }}' }] }
            """,
            Self.gated
        )
        #expect(
            await run.jobs.sorted() == [
                "after: success", "legs (1): failure", "legs (2): cancelled",
                "legs (3): cancelled", "legs (4): cancelled",
            ]
        )
        #expect(await run.value("legs") == "failure")
        let reasons = await run.jobEnds.filter { $0.conclusion == .cancelled }.map(\.reason)
        #expect(reasons == Array(repeating: "another leg of its matrix failed", count: 3))
    }

    @Test("an allowed failure of a leg cancels no other one")
    func allowedLeg() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              legs:
                runs-on: x
                continue-on-error: ${{ matrix.n == 1 }}
                strategy: { max-parallel: 1, matrix: { n: [1, 2] } }
                steps: [{ run: 'exit ${{ matrix.n == 1 }}' }, { if: always(), run: 'true' }]
            """
        )
        #expect(await run.jobs == ["legs (1): failure", "legs (2): failure"])
    }

    @Test("max-parallel lets legs start one by one in the order of the matrix")
    func order() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              legs:
                runs-on: x
                strategy: { max-parallel: 1, fail-fast: false, matrix: { n: [3, 1, 2] } }
                steps: [{ run: 'echo leg-${{ matrix.n }}; exit $((${{ matrix.n }} == 1))' }]
            """
        )
        #expect(await run.output == ["leg-3", "leg-1", "leg-2"])
        #expect(
            await run.jobs == ["legs (1): success", "legs (2): failure", "legs (3): success"]
        )
        let starts = await run.events.compactMap { event -> String? in
            switch event {
            case .jobStarted(let job): "+\(job.job)"
            case .jobFinished(let job): "-\(job.job)"
            default: nil
            }
        }
        #expect(
            starts == [
                "+legs (1)", "-legs (1)", "+legs (2)", "-legs (2)", "+legs (3)", "-legs (3)",
            ]
        )
    }

    @Test("of the outputs of legs the last that is not empty wins")
    func outputs() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              legs:
                runs-on: x
                strategy: { max-parallel: 1, matrix: { n: [1, 2, 3] } }
                outputs:
                  last: ${{ matrix.n }}
                  some: ${{ matrix.n == 2 && 'two' || '' }}
                steps: [{ run: 'true' }]
              after: { needs: legs, runs-on: x,
                  steps: [{ run: 'echo "out=${{ join(needs.legs.outputs.*, '' '') }}"' }] }
            """
        )
        #expect(await run.value("out") == "3 two")
    }

    @Test("a job that cannot be run here has no verdict, nor has what needs it")
    func notRun() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              windows: { runs-on: windows-latest, outputs: { x: '1' }, steps: [{ run: 'true' }] }
              after: { needs: windows, runs-on: x, steps: [{ run: echo never }] }
              always: { needs: windows, if: always(), runs-on: x,
                  steps: [{ run: 'echo "w=${{ toJSON(needs.windows) }}" | tr -d "\\n "' }] }
              mixed:
                strategy: { matrix: { os: [ubuntu-latest, macos-latest] } }
                runs-on: ${{ matrix.os }}
                steps: [{ run: 'true' }]
              after-mixed: { needs: mixed, runs-on: x, steps: [{ run: echo never }] }
            """
        )
        #expect(
            await run.jobs.sorted() == [
                "after-mixed: not_run", "after: not_run", "always: success",
                "mixed (1): success", "mixed (2): not_run", "windows: not_run",
            ]
        )
        #expect(await run.value("w") == "{result:skipped,outputs:{}}")
        #expect(await run.end?.conclusion == .notRun)
    }

    @Test("legs that end unstarted do not keep the jobs behind them waiting for others")
    func readyAfterCancelledLegs() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              long:
                runs-on: x
                steps:
                  - run: while [ ! -e ${{ vars.GATE }} ]; do sleep 0.01; done; rm ${{ vars.GATE }}
              legs:
                runs-on: x
                strategy: { max-parallel: 1, matrix: { n: [1, 2] } }
                steps: [{ run: exit 1 }]
              after: { needs: legs, if: always(), runs-on: x,
                  steps: [{ run: 'touch ${{ vars.GATE }}' }] }
            """,
            Self.gated
        )
        #expect(
            await run.jobs.sorted() == [
                "after: success", "legs (1): failure", "legs (2): cancelled", "long: success",
            ]
        )
    }

    @Test("a job that cannot be planned fails before it starts")
    func unplanned() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              bad: { runs-on: x, strategy: { matrix: "${{ fromJSON('{}') }}" },
                  steps: [{ run: 'true' }] }
              bad-env: { runs-on: x, env: { X: "${{ fromJSON('{') }}" }, steps: [{ run: 'true' }] }
              after: { needs: bad, if: failure(), runs-on: x,
                  steps: [{ run: 'echo "bad=${{ needs.bad.result }}"' }] }
            """
        )
        #expect(
            await run.jobs.sorted() == ["after: success", "bad-env: failure", "bad: failure"]
        )
        #expect(await run.value("bad") == "failure")
    }

    /// A file that one job makes and another waits for, named by `vars.GATE`.
    private static var gated: LocalRun.Options {
        var options = LocalRun.Options()
        options.vars = [
            ("GATE", .string("/tmp/actlocal-gate-\(UInt64.random(in: 0 ... .max))"))
        ]
        return options
    }
}
