import RunEvents
import Testing

/// The two outputs of a step's process, whose lines are told apart.
@Suite("Output and error output", .timeLimit(.minutes(20)))
struct StreamTests {
    @Test("a command on the error output counts while a line of the other has begun")
    func commands() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - name: mask
                    run: |
                      tok() { echo "::add-mask::s3cr3t-tok" >&2; sleep 0.2; echo s3cr3t-tok; }
                      echo -n "Logging in ... "
                      T=$(tok)
                      echo "ok with $T"
                  - name: set-env
                    run: printf 'Checking...'; echo '::set-env name=A::b' > /dev/stderr
            """
        )
        #expect(await run.steps == ["1 mask: success", "2 set-env: failure"])
        #expect(await run.output.contains("Logging in ... ok with ***"))
        #expect(await run.output.contains("Checking..."))
    }

    @Test(
        "a mask on one output is there before what the other shows right after it",
        arguments: [("", ">&2"), (">&2", "")]
    )
    func masksFirst(mask: String, shown: String) async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - run: |
                      for i in {100..400}; do
                        echo ::add-mask::hidden-$i \(mask); echo "it is hidden-$i" \(shown)
                      done
            """
        )
        #expect(await run.output.count { $0 == "it is ***" } == 301)
        #expect(await !run.output.contains { $0.contains("hidden") })
    }

    @Test("what a command on one output changes is changed for the other")
    func shared() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - run: |
                      echo '::stop-commands::wait-for-me'; sleep 0.2
                      echo '::warning::no' >&2; sleep 0.2
                      echo '::wait-for-me::' >&2; sleep 0.2
                      echo '::warning::yes'
            """
        )
        #expect(await run.annotations(.warning) == ["yes"])
    }

    @Test("a problem of two lines survives a line of the other output between them")
    func matchers() async throws {
        let matcher = #"""
            {"problemMatcher": [{"owner": "o", "pattern": [
              {"regexp": "^FILE (.*)$", "file": 1},
              {"regexp": "^  (\\d+) (.*)$", "line": 1, "message": 2, "loop": true}]}]}
            """#
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - run: |
                      echo '::add-matcher::m.json'
                      echo 'FILE a.c'; sleep 0.2; echo note >&2; sleep 0.2; echo '  3 wrong'
                  - run: |
                      echo 'FILE a.c' >&2; echo note; echo '  4 wrong, too' >&2
            """,
            .init(files: ["m.json": matcher, "a.c": ""])
        )
        #expect(await run.annotations(.error) == ["wrong", "wrong, too"])
    }

    @Test("lines that a program writes with a pause between them keep their order")
    func order() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - run: |
                      for i in 1 2 3 4 5; do
                        echo out$i; sleep 0.1; echo err$i >&2; sleep 0.1
                      done
            """
        )
        #expect(await run.output == (1...5).flatMap { ["out\($0)", "err\($0)"] })
    }
}
