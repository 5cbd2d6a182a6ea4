import RunEvents
import Testing

/// Steps that break what they stand on: the step fails with a reason, the program never does.
@Suite("Wreckage", .needsDocker)
struct WreckageTests {
    @Test("a variable too long for any process fails the next step and says why")
    func longVariable() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: echo "BIG=$(head -c 200000 /dev/zero | tr '\\0' x)" >> "$GITHUB_ENV"
                      - { name: next, run: echo never }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1)
            #expect(run.step("a", "next")?.outcome == .failure)
            #expect(run.step("a", "next")?.reason?.contains("Argument list too long") == true)
        }
    }

    @Test("environment files that are folders, gone or huge fail their step alone")
    func environmentFiles() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { name: gone, run: rm "$GITHUB_OUTPUT" "$GITHUB_PATH" }
                      - name: folder
                        continue-on-error: true
                        run: rm "$GITHUB_ENV" && mkdir "$GITHUB_ENV"
                      - name: huge
                        continue-on-error: true
                        run: head -c 300000000 /dev/zero >> "$GITHUB_ENV"
                      - { name: after, run: echo fine }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.step("a", "gone")?.outcome == .success)
            #expect(run.step("a", "folder")?.outcome == .failure)
            #expect(run.step("a", "huge")?.outcome == .failure)
            #expect(run.step("a", "after")?.outcome == .success)
            #expect(run.peakMemory < 250 << 20, "it held \(run.peakMemory >> 20) MiB")
        }
    }

    @Test("a container that somebody removes ends its job, and leaves nothing for the next run")
    func removedContainer() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{ run: 'echo ready; sleep 1000' }]
                """
            )
            let running = fixture.start(["run", "--json", "ci"])
            try await running.line(containing: "ready")
            let process = try #require(running.process)
            let format = #"{{.ID}} {{.Label "actlocal.owner"}}"#
            let list = try await fixture.execute("docker", ["ps", "--format", format])
            let own = list.split(separator: "\n").filter { $0.contains(" \(process).") }
            let id = try #require(own.first?.split(separator: " ").first)
            try await fixture.execute("docker", ["rm", "-f", String(id)])
            let run = try await running.finish()
            #expect(run.exitStatus == 4, "\(run)")
            #expect(!run.output("a").contains { $0.contains("in use") }, "\(run)")
            try await fixture.expectNothingLeft(by: running)
        }
    }

    @Test("a full disk of the workspace ends the job in words, and is cleaned up like any other")
    func fullDisk() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    container:
                      image: actlocal/redis:7
                      options: --mount type=tmpfs,destination=/__w/_temp,tmpfs-size=1m
                    steps:
                      - run: head -c 900k /dev/zero > "$RUNNER_TEMP/fill"
                      - { name: fill, run: head -c 900k /dev/zero > "$RUNNER_TEMP/more" }
                      - { name: after, if: always(), run: echo after }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            #expect(run.step("a", "fill")?.outcome == .failure)
            #expect(run.step("a", "after")?.outcome == .failure)
            #expect(
                run.step("a", "after")?.reason?.contains("No space left on device") == true,
                "\(run)"
            )
        }
    }

    @Test("a removed workspace fails the next step and is cleaned up like any other")
    func removedWorkspace() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: cd / && rm -rf /home/runner/work/*
                      - { name: next, run: echo never }
                      - { name: elsewhere, if: always(), working-directory: /tmp, run: pwd }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1)
            #expect(
                run.step("a", "next")?.reason?.contains("/home/runner/work/project") == true,
                "\(run)"
            )
            #expect(run.step("a", "elsewhere") != nil)
        }
    }

    @Test("files with unusual modes and owners are removed with the job")
    func oddFiles() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: |
                          mkdir -p deep/closed && touch deep/closed/file && chmod 000 deep/closed
                          sudo -n chown root:root deep 2> /dev/null || true
                          mkfifo pipe && ln -s loop loop && mkdir 'new
                          line' && touch "$(printf 'x%.0s' $(seq 255))"
                          rm -rf .git .github
                """
            )
            try fixture.write("file", "here\n")
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            let again = try await fixture.run("ci", "--host")
            #expect(again.exitStatus == 0, "\(again)")
        }
    }
}
