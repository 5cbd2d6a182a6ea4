import Diagnostics
import RunEvents
import Testing

/// Which steps of a job run, and what the next ones know of them.
@Suite("Step flow", .needsDocker)
struct StepFlowTests {
    @Test("a failed step skips plain steps and starts those with failure() and always()")
    func afterFailure() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { name: fine, run: echo fine }
                      - { name: early, if: failure(), run: echo never }
                      - { name: bad, id: bad, run: exit 7 }
                      - { name: plain, run: echo never }
                      - { name: on failure, if: failure(), run: 'echo "status=${{ job.status }}"' }
                      - name: always
                        if: always()
                        run: |
                          echo "outcome=${{ steps.bad.outcome }}"
                          echo "conclusion=${{ steps.bad.conclusion }}"
                      - { name: not then, if: cancelled(), run: echo never }
                      - name: expression in if
                        if: ${{ always() && steps.bad.outcome == 'failure' }}
                        run: echo yes
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1)
            #expect(
                run.steps("a").map { "\($0.name): \($0.outcome.rawValue)" } == [
                    "fine: success", "early: skipped", "bad: failure", "plain: skipped",
                    "on failure: success", "always: success", "not then: skipped",
                    "expression in if: success",
                ]
            )
            #expect(run.step("a", "bad")?.exitStatus == 7)
            #expect(run.step("a", "bad")?.span?.start.line == 8)
            #expect(run.value("status", in: "a") == "failure")
            #expect(run.value("outcome", in: "a") == "failure")
            #expect(run.value("conclusion", in: "a") == "failure")
        }
    }

    @Test("continue-on-error keeps the job green; outcome and conclusion then differ")
    func continueOnError() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { id: bad, name: bad, continue-on-error: true, run: exit 1 }
                      - run: |
                          echo "outcome=${{ steps.bad.outcome }}"
                          echo "conclusion=${{ steps.bad.conclusion }}"
                          echo "job=${{ job.status }}"
                      - { name: on failure, if: failure(), run: echo never }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0)
            #expect(run.step("a", "bad")?.outcome == .failure)
            #expect(run.step("a", "bad")?.conclusion == .success)
            #expect(run.value("outcome", in: "a") == "failure")
            #expect(run.value("conclusion", in: "a") == "success")
            #expect(run.value("job", in: "a") == "success")
            #expect(run.step("a", "on failure")?.outcome == .skipped)
        }
    }

    @Test("a wrong expression in a step fails it with GitHub's words and its place")
    func wrongExpression() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - name: bad
                        continue-on-error: true
                        env:
                          VALUE: ${{ fromJSON('{') }}
                        run: echo never
                      - { name: after, run: echo never }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1)
            #expect(run.step("a", "bad")?.outcome == .failure)
            #expect(run.step("a", "after")?.outcome == .skipped)
            #expect(run.annotations.contains { $0.level == .error && $0.step == "1" })
        }
    }

    @Test("names are evaluated, and steps without one are named by what they run")
    func names() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    env: { WHO: world }
                    steps:
                      - { name: 'hello ${{ env.WHO }}', run: 'true' }
                      - run: |
                          true
                          false || true
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.steps("a").map(\.name) == ["hello world", "Run true"])
        }
    }

    @Test("problems are reported as annotations with their place, in the order of the lines")
    func annotations() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          echo "::error file=src/a.c,line=3,col=5,title=Broken::it%0Abroke"
                          echo "::warning::careful"
                          echo "::notice file=b,line=1,endLine=2::see"
                          echo "::group::inside"
                          echo "one"
                          echo "::endgroup::"
                          echo "::debug::hidden"
                          echo "::stop-commands::token"
                          echo "::error::not one"
                          echo "::token::"
                          echo "##[error]an old one"
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0)
            #expect(
                run.annotations.map(\.message) == ["it\nbroke", "careful", "see", "an old one"]
            )
            let error = try #require(run.annotations.first)
            #expect(error.file == "src/a.c" && error.line == 3 && error.column == 5)
            #expect(error.title == "Broken")
            #expect(run.output("a").contains("::error::not one"))
            #expect(!run.output("a").contains { $0.contains("hidden") })
        }
    }
}
