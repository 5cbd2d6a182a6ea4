import RunEvents
import Testing

/// Files that are no workflows: a clear error, soon.
@Suite("Hostile files")
struct HostileInputTests {
    private static let patience = 10.0

    @Test("anchors that contain themselves are an error with a place")
    func cyclicAnchors() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow("on: push\njobs: &jobs\n  a: *jobs\n")
            let run = try await fixture.program("run", "ci")
            #expect(run.exitStatus == 3)
            #expect(run.standardError.contains("ci.yml:3:6: error: "), "\(run)")
        }
    }

    @Test("aliases that multiply are stopped")
    func billionLaughs() async throws {
        try await ProgramFixture.with { fixture in
            var text = "on: push\nx0: &x0 [a, a, a, a, a, a, a, a, a, a]\n"
            for level in 1...9 {
                let alias = "*x\(level - 1)"
                let list = Array(repeating: alias, count: 10).joined(separator: ", ")
                text += "x\(level): &x\(level) [\(list)]\n"
            }
            try fixture.workflow(text + "jobs: {}\n")
            let run = try await fixture.program("run", "ci", deadline: .seconds(120))
            #expect(run.exitStatus == 3)
            #expect(run.standardError.contains("ci.yml:"))
            #expect(run.peakMemory < 400 << 20)
        }
    }

    @Test("a workflow of 10 MB is refused or read, never a hang")
    func large() async throws {
        try await ProgramFixture.with { fixture in
            let comment = String(
                repeating: "# " + String(repeating: "x", count: 98) + "\n",
                count: 100
            )
            let text = String(repeating: comment, count: 1000)
            try fixture.workflow("on: push\n" + text + "jobs: nothing\n")
            let run = try await fixture.program("run", "ci", deadline: .seconds(120))
            #expect(run.exitStatus == 3, "\(run)")
            #expect(run.standardError.contains("ci.yml"))
        }
    }

    @Test(
        "9,000 jobs with steps, each of which needs the one before, are gone through in a dry run"
    )
    func manyJobs() async throws {
        try await ProgramFixture.with { fixture in
            let jobs = (0..<9_000).map { index in
                let needs = index == 0 ? "" : "    needs: j\(index - 1)\n"
                return "  j\(index):\n    runs-on: ubuntu-latest\n\(needs)    steps:\n"
                    + "      - { name: 'Step of ${{ github.sha }}', run: echo \(index) }\n"
            }
            try fixture.workflow("on: push\njobs:\n" + jobs.joined())
            let run = try await fixture.program(
                "run",
                "--host",
                "-n",
                "ci",
                deadline: .seconds(300)
            )
            #expect(run.exitStatus == 0, "\(run.standardError.suffix(500))")
            #expect((run.standardOutput + run.standardError).contains("j8999"))
            #expect(run.peakMemory < 600 << 20)
        }
    }

    @Test(
        "bytes that are no text, and nothing at all, are errors",
        arguments: ["binary", "empty", "comment", "list", "text", "nul"]
    )
    func noWorkflow(kind: String) async throws {
        try await ProgramFixture.with { fixture in
            let path = ".github/workflows/ci.yml"
            switch kind {
            case "binary":
                try fixture.write(
                    path,
                    bytes: (0..<4096).map { UInt8(truncatingIfNeeded: $0 * 37) }
                )
            case "empty": try fixture.write(path, "")
            case "comment": try fixture.write(path, "# nothing\n")
            case "list": try fixture.write(path, "- on: push\n")
            case "text": try fixture.write(path, "just a text\n")
            default: try fixture.write(path, "on: push\njobs:\n  a\0b: {}\n")
            }
            let run = try await fixture.program("run", "ci", deadline: .seconds(120))
            #expect(run.exitStatus == 3, "\(run)")
            #expect(run.standardError.contains("ci.yml"))
            #expect(run.standardError.contains("error: "))
            let events = try await fixture.run("ci", deadline: .seconds(120))
            #expect(events.exitStatus == 3)
            #expect((events.end?.seconds ?? 99) < Self.patience)
        }
    }

    @Test("a broken workflow beside a good one lets the good one run and still fails", .needsDocker)
    func brokenNeighbour() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow("on: push\njobs: [\n", named: "broken")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{ run: 'true' }]
                """,
                named: "good"
            )
            let run = try await fixture.run()
            #expect(run.exitStatus == 3)
            #expect(run.conclusion("a") == .success, "\(run)")
        }
    }
}
