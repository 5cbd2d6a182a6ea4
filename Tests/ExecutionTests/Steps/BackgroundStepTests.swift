import RunEvents
import Testing

@testable import Execution

/// `background`, `wait`, `wait-all`, `cancel` and `parallel`, run as processes of this machine.
@Suite("Background steps", .timeLimit(.minutes(20)))
struct BackgroundStepTests {
    private func run(
        _ steps: String,
        beside body: @escaping @Sendable (LocalRun) async -> Void = { _ in }
    ) async throws -> RunRecord {
        let lines = steps.split(separator: "\n").map { "      \($0)\n" }.joined()
        let text = "jobs:\n  j:\n    runs-on: x\n    steps:\n      - run: mkfifo pipe other\n"
        return try await LocalRun.run(text + lines, beside: body)
    }

    @Test("what a background step sets shows once it has been waited for")
    func wait() async throws {
        let run = try await run(
            #"""
            - id: bg
              background: true
              run: |
                cat pipe
                echo o=1 >> "$GITHUB_OUTPUT"
                echo E=2 >> "$GITHUB_ENV"
                echo /found/here >> "$GITHUB_PATH"
            - run: |
                echo "before=[${{ steps.bg.outputs.o }}][$E][${{ steps.bg.outcome }}]"
                echo go > pipe
            - wait: bg
            - run: |
                echo "after=[${{ steps.bg.outputs.o }}][$E][${{ steps.bg.outcome }}]"
                echo "path=${PATH%%:*}"
            """#
        )
        #expect(await run.value("before") == "[][][]")
        #expect(await run.value("after") == "[1][2][success]")
        #expect(await run.value("path") == "/found/here")
        #expect(
            await run.output.filter { $0.hasPrefix("Waiting") || $0.hasPrefix("  ") } == [
                "Waiting for background step(s) to complete: Run cat pipe",
                "  Run cat pipe: Succeeded",
            ]
        )
        #expect(await run.jobs == ["j: success"])
        #expect(await run.disorder == [])
    }

    @Test("what steps set counts in the order in which `wait` names them")
    func order() async throws {
        let run = try await run(
            """
            - run: printf '/p1\\n/p2\\n' >> "$GITHUB_PATH"
            - { id: a, background: true, run: 'echo V=a >> "$GITHUB_ENV"' }
            - id: b
              background: true
              run: 'echo V=b >> "$GITHUB_ENV"; echo /p1 >> "$GITHUB_PATH"; echo "in=$PATH"'
            - wait: [b, a]
            - run: 'echo "v=$V"; echo "path=$PATH"'
            """
        )
        #expect(await run.value("v") == "a")
        #expect(await run.value("in")?.hasPrefix("/p2:/p1:") == true)
        #expect(await run.value("path")?.hasPrefix("/p1:/p2:") == true)
    }

    @Test("a cancelled job ends its background steps whatever their conditions say")
    func cancelledJobAlways() async throws {
        let run = try await run(
            """
            - { id: bg, name: bg, background: true, if: always(), run: 'echo on; exec sleep 600' }
            - { name: main, run: exec sleep 600 }
            """
        ) { run in
            await run.record.wait(for: "on")
            await run.record.waitForStep("main")
            run.signal.cancel(.user)
        }
        #expect(await run.steps.contains { $0.hasSuffix(" bg: cancelled") })
        #expect(await run.jobs == ["j: cancelled"])
    }

    @Test("`cancel` ends a step whatever its condition says")
    func cancelAlways() async throws {
        let run = try await run(
            """
            - { id: bg, background: true, if: always(), run: 'echo go > pipe; sleep 600' }
            - { run: cat pipe }
            - { cancel: bg }
            - { run: 'echo "bg=${{ steps.bg.outcome }}"' }
            """
        )
        #expect(await run.value("bg") == "cancelled")
        #expect(await run.jobs == ["j: success"])
    }

    @Test("`cancel` ends a step that waits for a place among those that run at once")
    func cancelWaiting() async throws {
        let ids = (1...BackgroundSteps.limit).map { "s\($0)" }
        let busy = ids.map { "- { id: \($0), background: true, run: exec sleep 600 }" }
        let late = [
            "- { id: late, background: true, run: echo never }", "- { cancel: late }",
            "- { run: 'echo \"late=${{ steps.late.outcome }}\"' }",
        ]
        let ends = ids.map { "- { cancel: \($0) }" }
        let run = try await run((busy + late + ends).joined(separator: "\n"))
        #expect(await run.value("late") == "cancelled")
        #expect(await run.jobs == ["j: success"])
    }

    @Test("what a step set counts from its wait on, also where it is what was there before")
    func oldValues() async throws {
        let run = try await run(
            """
            - run: echo A=1 >> "$GITHUB_ENV"
            - { id: b, background: true, run: 'echo "saw=$A"; echo A=1 >> "$GITHUB_ENV"' }
            - run: echo A=2 >> "$GITHUB_ENV"
            - run: echo "before=$A"
            - wait: b
            - run: echo "after=$A"
            """
        )
        #expect(await run.value("saw") == "1")
        #expect(await run.value("before") == "2")
        #expect(await run.value("after") == "1")
    }

    @Test("an action that cannot run here leaves no verdict, also when `cancel` comes first")
    func cancelUnavailable() async throws {
        let run = try await run(
            """
            - { id: bg, background: true, if: always(), uses: octo/away@v1 }
            - { cancel: bg }
            """
        )
        #expect(await run.jobs != ["j: success"])
    }

    @Test("a failed background step fails the step that waits for it, and none before")
    func failure() async throws {
        let run = try await run(
            """
            - { id: bad, background: true, run: exit 3 }
            - { id: soft, background: true, continue-on-error: true, run: exit 5 }
            - { run: 'echo "still=${{ job.status }}"' }
            - { wait: soft }
            - { run: 'echo "again=${{ job.status }} ${{ steps.soft.outcome }}"' }
            - { wait-all: , continue-on-error: true }
            - { run: echo never }
            - { if: failure(), run: 'echo "bad=${{ steps.bad.outcome }}"' }
            - { id: none, if: false, background: true, run: 'true' }
            - { wait: [bad, none] }
            """
        )
        #expect(await run.value("still") == "success")
        #expect(await run.value("again") == "success failure")
        #expect(await run.value("bad") == "failure")
        let steps = await run.steps
        #expect(steps.contains("5 Wait: success"))
        #expect(steps.contains("7 Wait for all: failure"), "a wait knows no `continue-on-error`")
        #expect(steps.contains("8 Run echo never: skipped"))
        #expect(steps.contains("11 Wait: failure"))
        let output = await run.output
        #expect(output.contains("Waiting for all background step(s) to complete: Run exit 3"))
        #expect(output.contains("Finished waiting for all background step(s)."))
        #expect(output.contains("Waiting for background step(s) to complete: Run exit 3, none"))
        #expect(
            await run.notHonoured.map(\.subject).contains("`continue-on-error` of `wait-all`")
        )
        #expect(await run.jobs == ["j: failure"])
        #expect(await run.disorder == [])
    }

    @Test("a step that failed before its `cancel` fails the job, when the other steps have ended")
    func cancelFailed() async throws {
        let ids = (1..<BackgroundSteps.limit).map { "s\($0)" }
        let busy = ids.map { "- { id: \($0), background: true, run: exec sleep 600 }" }
        let steps = [
            "- { id: bad, background: true, run: exit 3 }",
            // It has its turn when the other one has ended.
            "- { background: true, run: echo go > pipe }", "- { run: cat pipe }",
            "- { cancel: bad }", "- { run: 'echo \"then=${{ job.status }}\"' }",
        ]
        let ends = ids.map { "- { cancel: \($0) }" }
        let run = try await run((busy + steps + ends).joined(separator: "\n"))
        #expect(await run.value("then") == "success")
        let output = await run.output
        #expect(output.contains("Cancelling background step(s): Run exit 3"))
        #expect(output.contains("  Run exit 3: Failed"))
        #expect(await run.jobs == ["j: failure"])
    }

    @Test("a step that nobody waits for is waited for at the end, and its failure counts")
    func implicitWait() async throws {
        let run = try await run(
            """
            - { background: true, run: 'cat pipe; exit 1' }
            - { run: 'echo go > pipe' }
            """
        )
        #expect(await run.jobs == ["j: failure"])
        #expect(await run.disorder == [])
        let none = try await self.run("- wait-all:")
        #expect(await none.output.contains("No background steps remaining to wait for."))
        #expect(await none.jobs == ["j: success"])
    }

    @Test("`cancel` ends a step, which then is no failure")
    func cancel() async throws {
        let run = try await run(
            """
            - { id: server, background: true, run: 'echo up > other; cat pipe' }
            - { run: cat other }
            - { cancel: server }
            - { run: 'echo "server=${{ steps.server.outcome }} ${{ job.status }}"' }
            """
        )
        #expect(await run.value("server") == "cancelled success")
        #expect(await run.jobs == ["j: success"])
        #expect(await run.disorder == [])
    }

    @Test("the steps of a `parallel` block run at once, and the block waits for them")
    func parallel() async throws {
        let run = try await run(
            """
            - parallel:
                - { id: a, run: 'echo from-a > pipe; echo "a=$(cat other)"' }
                - { id: b, run: 'echo "b=$(cat pipe)"; echo from-b > other' }
                - { id: c, if: false, run: echo never }
            - { run: 'echo "ends=${{ steps.a.outcome }} ${{ steps.b.outcome }}"' }
            """
        )
        #expect(await run.value("a") == "from-b")
        #expect(await run.value("b") == "from-a")
        #expect(await run.value("ends") == "success success")
        let steps = await run.steps
        #expect(steps.contains("2 Parallel group: success"))
        #expect(steps.contains { $0.hasPrefix("2.3 ") && $0.hasSuffix(": skipped") })
        #expect(await run.disorder == [])
    }

    @Test("a `parallel` block without steps succeeds, and the next step has its turn")
    func emptyParallel() async throws {
        let run = try await run("- parallel: []\n- { run: 'echo after=yes' }")
        #expect(await run.value("after") == "yes")
        #expect(await run.steps.contains("2 Parallel group: success"))
        #expect(await run.disorder == [])
    }

    @Test("more steps than may run at once take turns")
    func turns() async throws {
        let steps = (1...14).map { "- { background: true, run: echo \($0) }" }
        let run = try await run(steps.joined(separator: "\n"))
        #expect(await run.steps.filter { $0.hasSuffix(": success") }.count == 15)
        #expect(await run.jobs == ["j: success"])
    }

    @Test("a cancelled job ends its background steps")
    func cancelledJob() async throws {
        let run = try await run(
            """
            - { id: bg, background: true, run: 'echo begun; cat pipe' }
            - { wait: bg }
            - { run: echo never }
            - { if: always(), run: 'echo "end=${{ job.status }} ${{ steps.bg.outcome }}"' }
            """
        ) { run in
            await run.record.wait(for: "begun")
            run.signal.cancel(.user)
        }
        #expect(await run.value("end") == "cancelled cancelled")
        #expect(await run.jobs == ["j: cancelled"])
        #expect(await run.disorder == [])
    }
}
