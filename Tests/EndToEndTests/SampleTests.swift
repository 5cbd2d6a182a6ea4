import HostProcesses
import RunEvents
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The sample repository's own pipeline, as a developer runs it.
///
/// It installs packages from the network and takes long, so everything is asked of one run.
@Suite("Sample repository", .needsDocker)
struct SampleTests {
    @Test("the sample's ci workflow runs; a broken test makes it fail and is shown")
    func brokenTest() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.copySample()
            let project = "\(fixture.project)/workflows/deep-calm"
            let run = try await fixture.run("ci", "-C", project, deadline: .seconds(600))
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.finishedJobs.sorted() == ["lint", "test", "ui-test"])
            let replaced = Set(run.substitutions.map(\.original))
            let expected: Set = [
                "postgres:16", "redis:7", "actions/setup-python@v5", "actions/setup-node@v4",
                "codecov/codecov-action@v4", "actions/checkout@v4", "ubuntu-latest",
            ]
            #expect(expected.isSubset(of: replaced), "\(replaced)")

            let test = "workflows/deep-calm/app/ui/tests/format.test.js"
            let text = try String(
                decoding: Data(contentsOf: URL(fileURLWithPath: "\(fixture.project)/\(test)")),
                as: UTF8.self
            )
            try fixture.write(
                test,
                text + "\ntest('broken by hand', () => { assert.equal(6 * 7, 41); });\n"
            )
            let broken = try await fixture.program(
                "run",
                "ci",
                "-C",
                project,
                "-j",
                "ui-test",
                deadline: .seconds(600)
            )
            #expect(broken.exitStatus == 1)
            let digest = broken.standardError.suffix(6000)
            #expect(digest.contains("broken by hand"), "\(broken)")
            #expect(digest.contains("42 !== 41"), "\(broken)")
            #expect(digest.contains("ci.yml:"))
        }
    }

    @Test("the build-push workflow builds the image and pushes it to a local registry")
    func buildPush() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.copySample()
            let project = "\(fixture.project)/workflows/deep-calm"
            let run = try await fixture.run("build-push", "-C", project, deadline: .seconds(600))
            #expect(run.exitStatus == 0, "\(run)")
            let sha = try await fixture.git("rev-parse", "--short=7", "HEAD")
                .filter { !$0.isNewline }
            let pushes = run.substitutions.map(\.original).filter { $0.hasPrefix("push of ") }
            let image = "push of ghcr.io/local/deep-calm"
            #expect(pushes.sorted() == ["\(image):main", "\(image):main-\(sha)"], "\(run)")
        }
    }
}

extension ProgramFixture {
    /// Copies the sample and the runners it refers to, and commits them.
    fileprivate func copySample() async throws {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.path + "/workflows/deep-calm"),
            folder.path.count > 1
        {
            folder.deleteLastPathComponent()
        }
        try #require(folder.path.count > 1, "the sample repository is not above the tests")
        try write("runners/README.md", "")
        try write("workflows/README.md", "")
        for path in ["workflows/deep-calm", "runners/actions"] {
            try await execute("/bin/cp", ["-R", "\(folder.path)/\(path)", "\(project)/\(path)"])
        }
        try await commit()
    }
}
