import Diagnostics
import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a run is refused for, with the exit status that says whose fault it is.
@Suite("Refusals")
struct RefusalTests {
    @Test("a mistake in a workflow is shown with its line and ends the run with 3")
    func workflowMistake() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on: push
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: echo ${{ matrix.platfrom }}
                        shel: bash
                """
            )
            let run = try await fixture.program("run", "ci")
            #expect(run.exitStatus == 3)
            #expect(run.standardError.contains(".github/workflows/ci.yml:7:9: error: "))
            #expect(run.standardError.contains("7 |         shel: bash"))
            #expect(run.standardError.contains("  |         ^^^^"))
            #expect(run.standardOutput.isEmpty)
        }
    }

    @Test("a container gets no folder that keeps keys of the user's", .needsDocker)
    func keys() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write("../home/.ssh/id", "private")
            for folder in [".ssh", ".ssh/id", ".aws", ""] {
                try fixture.workflow(
                    """
                    on: push
                    jobs:
                      a:
                        runs-on: ubuntu-latest
                        container:
                          image: actlocal/runner
                          volumes: ['\(fixture.home)/\(folder):/keys']
                        steps: [{ run: cat /keys/* }]
                    """
                )
                let run = try await fixture.run("ci")
                #expect(run.exitStatus == 5, "\(folder): \(run)")
                #expect(run.conclusion("a") == .notRun)
            }
        }
    }

    @Test("a commit that the repository does not have ends the run with 5")
    func noCommit() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.greeting)
            try await fixture.commit()
            let run = try await fixture.program("run", "--host", "ci", "--commit", "nope")
            #expect(run.exitStatus == 5)
            #expect(run.standardError.contains("no commit is named `nope` here"))
        }
    }

    @Test("an engine that is not there ends the run with 4 and says what to do")
    func noEngine() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.greeting)
            let variables = ["DOCKER_HOST": "unix://\(fixture.folder)/nothing.sock"]
            let run = try await fixture.program("run", "ci", adding: variables)
            #expect(run.exitStatus == 4)
            #expect(run.standardError.contains("cannot reach"))
            #expect(run.standardError.contains("nothing.sock"))
            #expect(run.standardError.contains("help: "))
        }
    }

    @Test("an image of another architecture than the wanted one is not run", .needsDocker)
    func architecture() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.greeting)
            let machine = try await fixture.execute("uname", ["-m"]).filter { !$0.isWhitespace }
            let own = try await fixture.run("ci", "--container-architecture", machine)
            #expect(own.exitStatus == 0, "\(own)")
            let other = machine == "aarch64" ? "linux/amd64" : "linux/arm64"
            let run = try await fixture.run("ci", "--container-architecture", other)
            #expect(run.exitStatus == 5, "\(run)")
            let reason = run.notHonoured.first { $0.job != nil }?.reason ?? ""
            #expect(reason.contains("`, not for `\(other)`; name an image"), "\(run)")
        }
    }

    @Test("a full disk of the cache folder is told as that", .enabled(if: geteuid() == 0))
    func fullCache() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.greeting)
            try fixture.write("big.bin", bytes: [UInt8](repeating: 7, count: 3 << 20))
            try await fixture.execute("mkdir", [fixture.cache])
            let size = ["-t", "tmpfs", "-o", "size=1m", "tmpfs", fixture.cache]
            try await fixture.execute("mount", size)
            fixture.onCleanUp { try await fixture.execute("umount", [fixture.cache]) }
            let run = try await fixture.program("run", "--host", "ci")
            #expect(run.exitStatus == 4)
            #expect(
                run.standardError.contains(
                    "cannot copy `big.bin` to the cache folder `\(fixture.cache)/actlocal`: "
                        + "no space left on device"
                ),
                "\(run)"
            )
            #expect(run.standardError.contains("`XDG_CACHE_HOME`"))
        }
    }

    @Test("a job for another system is reported as not run beside one that passed", .needsDocker)
    func otherSystem() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  linux:
                    runs-on: ubuntu-latest
                    steps: [{ run: echo here }]
                  windows:
                    runs-on: windows-latest
                    steps: [{ run: echo there }]
                  after:
                    needs: windows
                    runs-on: ubuntu-latest
                    steps: [{ run: echo after }]
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 5)
            #expect(run.conclusion("linux") == .success)
            #expect(run.conclusion("windows") == .notRun)
            #expect(run.conclusion("after") == .notRun)
            #expect(run.notHonoured.contains { $0.job == "windows" && $0.span?.start.line == 7 })
        }
    }

    @Test("a wrong workflow gets the nearest name and ends with 5")
    func unknownWorkflow() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.greeting, named: "release")
            try fixture.workflow(Self.greeting, named: "ci")
            let run = try await fixture.program("run", "relaese")
            #expect(run.exitStatus == 5)
            #expect(run.standardError.contains("no workflow is called `relaese`"))
            #expect(run.standardError.contains("`release`"))
        }
    }

    @Test("a wrong job gets the nearest name and ends with 5")
    func unknownJob() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.greeting)
            let run = try await fixture.program("run", "ci", "-j", "gret")
            #expect(run.exitStatus == 5)
            #expect(run.standardError.contains("has no job `gret`"))
            #expect(run.standardError.contains("`greet`"))
        }
    }

    @Test("several events without a push are asked for")
    func eventNeeded() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow("on: [release, schedule]\n" + Self.greeting)
            let run = try await fixture.program("run", "ci")
            #expect(run.exitStatus == 5)
            #expect(run.standardError.contains("`release`"))
            #expect(run.standardError.contains("--event"))
        }
    }

    @Test("a folder without workflows ends with 5")
    func noWorkflows() async throws {
        try await ProgramFixture.with { fixture in
            let run = try await fixture.program("run", "ci")
            #expect(run.exitStatus == 5)
            #expect(run.standardError.contains(".github/workflows"))
        }
    }

    @Test("an option that does not exist is a usage error")
    func usage() async throws {
        try await ProgramFixture.with { fixture in
            let run = try await fixture.program("run", "--no-such-option")
            #expect(run.exitStatus == 64)
            #expect(run.standardOutput.isEmpty)
        }
    }

    @Test("an image that cannot be had ends the run with 4 and points at its line", .needsDocker)
    func unknownImage() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    container: localhost:9/no/such-image:1
                    steps: [{ run: echo here }]
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 4)
            #expect(run.conclusion("a") == .failure)
            let diagnostic = try #require(run.diagnostics.first { $0.severity == .error })
            #expect(diagnostic.message.contains("localhost:9/no/such-image:1"))
            #expect(diagnostic.span?.start.line == 5)
            #expect(diagnostic.help != nil)
        }
    }

    private static let greeting = """
        jobs:
          greet:
            runs-on: ubuntu-latest
            steps:
              - run: echo hello
        """
}
