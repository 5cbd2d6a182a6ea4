import RunEvents
import Testing

/// Steps that write too much, too long lines, no text at all, or leave processes behind.
@Suite("Output of steps", .needsDocker)
struct OutputTests {
    /// What an optimised build passes in a second or two takes one for debugging ten times as long.
    #if DEBUG
        private static let volume = (bytes: 30_000_000, memoryLimit: 150 << 20)
    #else
        private static let volume = (bytes: 200_000_000, memoryLimit: 200 << 20)
    #endif

    @Test("a flood of output passes without the program growing")
    func large() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          yes "a line of output that is as long as most lines of a build log are" |
                            head -c \(Self.volume.bytes)
                          echo; echo "end=reached"
                """
            )
            let run = try await fixture.program("run", "-q", "ci", deadline: .seconds(600))
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.peakMemory > 0)
            #expect(run.peakMemory < Self.volume.memoryLimit, "it held \(run.peakMemory >> 20) MiB")
        }
    }

    @Test("one endless line passes in pieces and in little memory")
    func longLine() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: head -c \(Self.volume.bytes / 4) /dev/zero | tr '\\0' x; echo y
                """
            )
            let run = try await fixture.program("run", "-q", "ci", deadline: .seconds(600))
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.peakMemory < Self.volume.memoryLimit, "it held \(run.peakMemory >> 20) MiB")
        }
    }

    @Test("bytes that are no text, and lines without an end, are shown and stay valid JSON")
    func binary() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                #"""
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          printf 'a\000b\377\376c\033[31mred\033[0m\n'
                          head -c 20000 /dev/urandom
                          printf '\ntail without end'
                      - run: printf 'first\r\nsecond\rthird\n'
                """#
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.output("a").contains("tail without end"))
            #expect(run.output("a").contains { $0.hasPrefix("a\0b\u{FFFD}") })
            #expect(run.output("a").contains("first"))
        }
    }

    @Test(
        "a step that closes its output, kills itself or leaves a process behind ends as it should"
    )
    func endings() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { name: closed, continue-on-error: true, run: 'exec >&- 2>&-; exit 3' }
                      - { name: killed, continue-on-error: true, run: kill -9 $$ }
                      - name: daemon
                        run: |
                          setsid sh -c 'while true; do sleep 1; done' &
                          echo "daemon=$!"
                      - { name: silent, run: 'true' }
                      - run: echo "after=reached"
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.step("a", "closed")?.exitStatus == 3)
            #expect(run.step("a", "killed")?.exitStatus == 137)
            #expect(run.step("a", "killed")?.outcome == .failure)
            #expect(run.step("a", "daemon")?.outcome == .success)
            #expect((run.step("a", "daemon")?.seconds ?? 99) < 15)
            #expect(run.value("after", in: "a") == "reached")
        }
    }

    @Test("a hundred steps that write at once keep their lines apart")
    func manyLines() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    strategy: { matrix: { n: [1, 2, 3] } }
                    steps:
                      - run: for i in $(seq 2000); do echo "leg ${{ matrix.n }} line $i"; done
                """
            )
            let run = try await fixture.run("ci", "--parallel", "3")
            #expect(run.exitStatus == 0)
            for (index, key) in run.finishedJobs.sorted().enumerated() {
                let lines = run.output(key).filter { $0.hasPrefix("leg ") }
                #expect(lines == (1...2000).map { "leg \(index + 1) line \($0)" })
            }
        }
    }
}
