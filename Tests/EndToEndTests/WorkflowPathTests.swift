import Foundation
import RunEvents
import Testing

/// Workflows that are named by a path, wherever they are.
@Suite("Workflows by path")
struct WorkflowPathTests {
    private static let saying = """
        on: push
        jobs:
          a:
            runs-on: ubuntu-latest
            steps: [{ run: 'echo "ref=$GITHUB_WORKFLOW_REF"' }]
        """

    @Test(
        "a file is run by any path to it, below the usual folder and outside of the project too",
        arguments: [
            (".github/workflows/ci.yml", ".github/workflows/ci.yml"),
            ("linked/ci.yml", ".github/workflows/ci.yml"),
            (".github/workflows/deep/ci.yml", ".github/workflows/deep/ci.yml"),
            ("../elsewhere/ci.yml", ".github/workflows/ci.yml"),
        ]
    )
    func paths(typed: String, place: String) async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.saying.replacing("ref=", with: "usual="))
            try fixture.workflow(Self.saying, named: "deep/ci")
            try fixture.write("../elsewhere/ci.yml", Self.saying)
            try FileManager.default.createSymbolicLink(
                atPath: "\(fixture.project)/linked",
                withDestinationPath: ".github/workflows"
            )
            try await fixture.commit()
            let run = try await fixture.run("--host", typed)
            #expect(run.exitStatus == 0, "\(run)")
            let isUsual = !typed.contains("deep") && !typed.contains("elsewhere")
            let ref = run.value(isUsual ? "usual" : "ref", in: "a") ?? ""
            #expect(ref.hasSuffix("/\(place)@refs/heads/main"), "\(run)")
        }
    }

    @Test("a path that a commit lacks is told with the commit")
    func notInCommit() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.saying)
            try await fixture.commit()
            try fixture.write("more/new.yml", Self.saying)
            let run = try await fixture.program(
                "run",
                "--host",
                "more/new.yml",
                "--commit",
                "HEAD"
            )
            #expect(run.exitStatus == 5)
            #expect(run.standardError.contains("has no workflow at `more/new.yml`"), "\(run)")
            #expect(run.standardError.contains("or leave `--commit` out"))
        }
    }

    @Test("a command line that cannot be read gives events where it asks for them in two words")
    func refusedCommandLine() async throws {
        try await ProgramFixture.with { fixture in
            let run = try await fixture.program("run", "--format", "json", "--no-such-option")
            #expect(run.exitStatus == 64)
            #expect(run.end?.exitStatus == 64, "\(run)")
        }
    }
}
