import Diagnostics
import RunEvents
import Testing

/// Which jobs run, in which order, and what they hand on.
@Suite("Job graph", .needsDocker)
struct JobGraphTests {
    @Test("outputs reach the jobs that need them, those of matrix legs too")
    func outputs() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  first:
                    runs-on: ubuntu-latest
                    outputs:
                      word: ${{ steps.say.outputs.word }}
                      lines: ${{ steps.say.outputs.lines }}
                    steps:
                      - id: say
                        run: |
                          echo "word=hello" >> "$GITHUB_OUTPUT"
                          printf 'lines<<END\\na\\nb\\nEND\\n' >> "$GITHUB_OUTPUT"
                  legs:
                    runs-on: ubuntu-latest
                    strategy:
                      matrix:
                        os: [one, two]
                    outputs:
                      from-one: ${{ steps.x.outputs.from-one }}
                      from-two: ${{ steps.x.outputs.from-two }}
                    steps:
                      - id: x
                        run: echo "from-${{ matrix.os }}=${{ matrix.os }}-done" >> "$GITHUB_OUTPUT"
                  last:
                    needs: [first, legs]
                    runs-on: ubuntu-latest
                    env:
                      NEEDS: ${{ toJSON(needs) }}
                      LINES: ${{ needs.first.outputs.lines }}
                    steps:
                      - run: |
                          echo "word=${{ needs.first.outputs.word }}"
                          echo "count=$(printf '%s' "$LINES" | wc -l)"
                          echo "result=${{ needs.legs.result }}"
                          echo "needs=$(echo "$NEEDS" | tr -d ' \\n')"
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("word", in: "last") == "hello")
            #expect(run.value("count", in: "last") == "1")
            #expect(run.value("result", in: "last") == "success")
            let needs = try #require(run.value("needs", in: "last"))
            #expect(needs.contains(#""from-one":"one-done""#), "\(needs)")
            #expect(needs.contains(#""from-two":"two-done""#), "\(needs)")
        }
    }

    @Test("a failed leg cancels its siblings, and those without fail-fast go on")
    func failFast() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  fast:
                    runs-on: ubuntu-latest
                    strategy:
                      max-parallel: 2
                      matrix:
                        what: ['exit 1', 'sleep 100', 'echo never']
                    steps:
                      - run: ${{ matrix.what }}
                  slow:
                    runs-on: ubuntu-latest
                    strategy:
                      fail-fast: false
                      matrix:
                        what: ['exit 1', 'echo fine']
                    steps:
                      - run: ${{ matrix.what }}
                """
            )
            let run = try await fixture.run("ci", "--parallel", "4")
            #expect(run.exitStatus == 1)
            #expect(
                run.conclusions(of: "fast") == [.failure, .cancelled, .cancelled],
                "\(run)"
            )
            #expect(run.conclusions(of: "slow") == [.failure, .success], "\(run)")
        }
    }

    @Test("continue-on-error of a job lets the run pass and shows the failure")
    func continueOnErrorJob() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  shaky:
                    runs-on: ubuntu-latest
                    continue-on-error: true
                    steps: [{ run: exit 3 }]
                  after:
                    needs: shaky
                    runs-on: ubuntu-latest
                    steps: [{ run: 'echo "result=${{ needs.shaky.result }}"' }]
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.conclusion("shaky") == .failure)
            #expect(run.job("shaky")?.isFailureAllowed == true)
            #expect(run.value("result", in: "after") == "success")
        }
    }

    @Test("max-parallel keeps legs apart")
    func maxParallel() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    strategy:
                      max-parallel: 1
                      matrix: { n: [1, 2, 3] }
                    steps: [{ run: 'true' }]
                """
            )
            let run = try await fixture.run("ci", "--parallel", "3")
            #expect(run.exitStatus == 0)
            var running = 0
            for event in run.events {
                if case .jobStarted = event.happening { running += 1 }
                if case .jobFinished = event.happening { running -= 1 }
                #expect(running <= 1)
            }
            #expect(run.finishedJobs.count == 3)
        }
    }

    @Test("a failure skips what needs it, but not always() and failure() jobs")
    func afterFailure() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  bad:
                    runs-on: ubuntu-latest
                    steps: [{ run: exit 1 }]
                  plain:
                    needs: bad
                    runs-on: ubuntu-latest
                    steps: [{ run: echo never }]
                  always:
                    needs: [bad, plain]
                    if: always()
                    runs-on: ubuntu-latest
                    steps:
                      - run: echo "seen=${{ needs.bad.result }} ${{ needs.plain.result }}"
                  failed:
                    needs: plain
                    if: failure()
                    runs-on: ubuntu-latest
                    steps: [{ run: 'echo repaired' }]
                  unwanted:
                    if: github.ref == 'refs/heads/other'
                    runs-on: ubuntu-latest
                    steps: [{ run: echo never }]
                  behind:
                    needs: unwanted
                    runs-on: ubuntu-latest
                    steps: [{ run: echo never }]
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1)
            #expect(run.conclusion("plain") == .skipped)
            #expect(run.conclusion("always") == .success)
            #expect(run.value("seen", in: "always") == "failure skipped")
            #expect(run.conclusion("failed") == .success)
            #expect(run.conclusion("unwanted") == .skipped)
            #expect(run.conclusion("behind") == .skipped)
        }
    }

    @Test("a matrix made of a need's output, with include and exclude, gives GitHub's legs")
    func dynamicMatrix() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  list:
                    runs-on: ubuntu-latest
                    outputs: { versions: '${{ steps.v.outputs.versions }}' }
                    steps:
                      - id: v
                        run: echo 'versions=["16", "18"]' >> "$GITHUB_OUTPUT"
                  test:
                    needs: list
                    runs-on: ubuntu-latest
                    strategy:
                      matrix:
                        version: ${{ fromJSON(needs.list.outputs.versions) }}
                        os: [a, b]
                        exclude: [{ version: '16', os: b }]
                        include: [{ version: '18', os: b, extra: yes }, { version: '20' }]
                    name: ${{ matrix.version }}-${{ matrix.os }}-${{ matrix.extra }}
                    steps:
                      - run: echo "leg=${{ matrix.version }} of ${{ strategy.job-total }}"
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            let names = run.events.compactMap { event in
                if case .jobQueued(let job) = event.happening { job.name } else { nil }
            }
            #expect(names.contains("16-a-"), "\(names)")
            #expect(names.contains("18-b-yes"), "\(names)")
            #expect(names.contains("20--"), "\(names)")
            #expect(run.finishedJobs.count == 5)
        }
    }

    @Test("`-j` runs a job with all it needs, `--matrix` only the legs that match")
    func selection() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  build:
                    runs-on: ubuntu-latest
                    steps: [{ run: 'true' }]
                  test:
                    needs: build
                    runs-on: ubuntu-latest
                    strategy: { matrix: { os: [a, b], n: [1, 2] } }
                    steps: [{ run: 'echo "leg=${{ matrix.os }}${{ matrix.n }}"' }]
                  other:
                    runs-on: ubuntu-latest
                    steps: [{ run: 'true' }]
                """
            )
            let run = try await fixture.run("ci", "-j", "test", "--matrix", "os:b")
            #expect(run.exitStatus == 0)
            #expect(run.conclusion("build") == .success)
            #expect(run.conclusion("other") == nil)
            let legs = run.finishedJobs.filter { $0.hasPrefix("test") }
            #expect(Set(legs.compactMap { run.value("leg", in: $0) }) == ["b1", "b2"], "\(run)")
        }
    }

    @Test("a call whose sibling leg failed says so of its jobs")
    func failFastOfCalls() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on: { workflow_call: { inputs: { what: { type: string } } } }
                jobs:
                  first:
                    runs-on: ubuntu-latest
                    steps: [{ run: '${{ inputs.what }}' }]
                  second: { needs: first, runs-on: ubuntu-latest, steps: [{ run: 'true' }] }
                """,
                named: "called"
            )
            try fixture.workflow(
                """
                jobs:
                  c:
                    strategy: { matrix: { what: ['exit 1', 'sleep 100'] } }
                    uses: ./.github/workflows/called.yml
                    with: { what: '${{ matrix.what }}' }
                """
            )
            let run = try await fixture.run("ci", "--host", "--parallel", "4")
            #expect(run.exitStatus == 1)
            #expect(run.conclusion("c (2)/first") == .cancelled, "\(run)")
            let ends = run.events.compactMap { event in
                if case .jobFinished(let job) = event.happening { job } else { nil }
            }
            for key in ["c (2)/first", "c (2)/second"] {
                let reason = ends.first { $0.job == key }?.reason
                #expect(reason == "another leg of the job that calls it failed", "\(run)")
            }
        }
    }

    @Test("one job of a called workflow runs alone, with what it needs")
    func jobOfCall() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on: workflow_call
                jobs:
                  first: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] }
                  second: { needs: first, runs-on: ubuntu-latest, steps: [{ run: 'true' }] }
                  third: { needs: second, runs-on: ubuntu-latest, steps: [{ run: 'true' }] }
                """,
                named: "called"
            )
            try fixture.workflow(
                """
                jobs:
                  c: { uses: ./.github/workflows/called.yml }
                  d: { needs: c, runs-on: ubuntu-latest, steps: [{ run: 'true' }] }
                """
            )
            let run = try await fixture.run("ci", "--host", "-j", "c/second")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.finishedJobs == ["c/first", "c/second"])
            let wrong = try await fixture.run("ci", "--host", "-j", "c/thrid")
            #expect(wrong.exitStatus == 5)
            #expect(wrong.diagnostics.contains { $0.help == "did you mean `c/third`?" })
        }
    }
}

extension ProgramRun {
    /// How the legs of a job ended, in the order of the matrix.
    fileprivate func conclusions(of id: String) -> [Conclusion?] {
        events.compactMap { event -> Conclusion?? in
            guard case .jobQueued(let job) = event.happening, job.id == id else { return nil }
            return .some(conclusion(job.job))
        }
    }
}
