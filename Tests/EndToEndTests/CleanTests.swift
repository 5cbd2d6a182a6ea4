import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What `actlocal clean` removes of an engine.
@Suite("Clearing an engine", .needsDocker)
struct CleanTests {
    @Test("volumes of jobs' own Docker engines go when nobody uses them")
    func dockerVolumes() async throws {
        try await ProgramFixture.with { fixture in
            let folder = "\(fixture.cache)/actlocal/docker"
            let name = "actlocal-docker-\(getpid())-"
            try await fixture.execute("mkdir", ["-p", folder])
            for number in 1...2 {
                let label = "actlocal.folder=\(folder)"
                let create = ["volume", "create", "--label", label, name + "\(number)"]
                try await fixture.execute("docker", create)
                try await fixture.execute("touch", ["\(folder)/\(number).lock"])
            }
            let lock = open("\(folder)/2.lock", O_RDWR | O_CLOEXEC)
            try #require(flock(lock, LOCK_EX) == 0)
            let usual = try await fixture.program("clean", "docker")
            #expect(usual.standardOutput == "removed 0 things, 0 B\n", "\(usual)")
            let all = try await fixture.program("clean", "docker", "--all")
            #expect(
                all.standardOutput == """
                    removed volume \(name)1 (0 B)
                    removed 1 thing, 0 B; 1 thing in use or not removable

                    """,
                "\(all)"
            )
            close(lock)
            let list = ["volume", "ls", "-q", "--filter", "name=\(name)"]
            #expect(try await fixture.execute("docker", list) == "\(name)2\n")
        }
    }

    @Test("images of actions go, those whose name a changed action has taken too")
    func actionImages() async throws {
        try await TestImages.shared.provide(TestImages.busybox)
        try await ProgramFixture.with { fixture in
            let name = "gone-\(getpid())"
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{ uses: actions/checkout@v4 }, { uses: ./\(name) }]
                """
            )
            for word in ["first", "second"] {
                let lines = "FROM \(TestImages.busybox)\nCMD [\"echo\", \"\(word)\"]\n"
                try fixture.write("\(name)/Dockerfile", lines)
                try await fixture.commit()
                let run = try await fixture.run("ci")
                #expect(run.output("a").contains(word), "\(run)")
            }
            let usual = try await fixture.program("clean", "images")
            #expect(usual.standardOutput == "removed 0 things, 0 B\n", "\(usual)")
            let shown = try await fixture.program("clean", "images", "--all", "-n")
            #expect(shown.standardOutput.contains("image actlocal-action:\(name) "), "\(shown)")
            let all = try await fixture.program("clean", "images", "--all")
            #expect(all.standardOutput.contains("removed 2 things"), "\(all)")
            let owner = "label=actlocal.folder=\(fixture.cache)/actlocal/docker"
            let left = try await fixture.execute("docker", ["images", "-q", "--filter", owner])
            #expect(left.isEmpty)
        }
    }
}
