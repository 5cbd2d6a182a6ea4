import RunEvents
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A pipeline that builds an image and pushes it to GitHub's registry, as a developer runs it.
@Suite("Pipeline that builds and pushes", .needsDocker)
struct PushPipelineTests {
    private static let substitutes = [
        "setup-buildx-action", "login-action", "metadata-action", "build-push-action",
    ]
    private static let workflow = """
        name: Build & Push
        on:
          push: { branches: [main], tags: ['v*'] }
        env:
          REGISTRY: ghcr.io
          IMAGE_NAME: ${{ github.repository }}
        jobs:
          build-push:
            runs-on: ubuntu-latest
            permissions: { contents: read, packages: write }
            steps:
              - uses: actions/checkout@v4
              - uses: docker/setup-buildx-action@v3
              - uses: docker/login-action@v3
                with:
                  registry: ${{ env.REGISTRY }}
                  username: ${{ github.actor }}
                  password: ${{ secrets.GITHUB_TOKEN }}
              - id: meta
                uses: docker/metadata-action@v5
                with:
                  images: ${{ env.REGISTRY }}/${{ env.IMAGE_NAME }}
                  tags: |
                    type=ref,event=branch
                    type=ref,event=pr
                    type=semver,pattern={{version}}
                    type=semver,pattern={{major}}.{{minor}}
                    type=sha,prefix={{branch}}-,enable=${{ github.ref_type == 'branch' }}
              - uses: docker/build-push-action@v5
                with:
                  context: .
                  push: true
                  tags: ${{ steps.meta.outputs.tags }}
                  labels: ${{ steps.meta.outputs.labels }}
                  cache-from: type=gha
                  cache-to: type=gha,mode=max

        """

    /// The project with the substitutes that this repository ships.
    private func prepare(_ fixture: ProgramFixture) async throws {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.path + "/runners/actions"),
            folder.path.count > 1
        {
            folder.deleteLastPathComponent()
        }
        try fixture.write("runners/README.md", "")
        let actions = "\(fixture.project)/runners/actions"
        try await fixture.execute("/bin/cp", ["-R", "\(folder.path)/runners/actions", actions])
        let lines = Self.substitutes.map { "  docker/\($0): ./runners/actions/\($0)\n" }
        try fixture.write(
            ".actlocal.yml",
            "registries: { ghcr.io: local }\nactions:\n\(lines.joined())"
        )
        try fixture.write("Dockerfile", "FROM scratch\nCOPY app.txt /app.txt\n")
        try fixture.write("app.txt", "app\n")
        try fixture.workflow(Self.workflow, named: "build-push")
        try await fixture.commit()
    }

    private func pushes(_ run: ProgramRun) -> [String] {
        run.substitutions.filter { $0.kind == .registry && $0.original.hasPrefix("push of ") }
            .map { String($0.original.dropFirst(8)) }.sorted()
    }

    @Test("a push to main pushes its branch's tags, a version's tag its versions and `latest`")
    func tags() async throws {
        try await ProgramFixture.with { fixture in
            try await prepare(fixture)
            let image = "ghcr.io/local/project"
            let sha = try await fixture.git("rev-parse", "--short=7", "HEAD")
                .filter { !$0.isNewline }
            let main = try await fixture.run("build-push")
            #expect(main.exitStatus == 0, "\(main)")
            #expect(pushes(main) == ["\(image):main", "\(image):main-\(sha)"])
            let notices = main.output("build-push").joined(separator: "\n")
            #expect(notices.contains("does not honour `cache-to`"))
            let replaced = Set(main.substitutions.map(\.original))
            #expect(
                replaced.isSuperset(
                    of: Self.substitutes.map { name in
                        let version =
                            ["metadata-action": "v5", "build-push-action": "v5"][name] ?? "v3"
                        return "docker/\(name)@\(version)"
                    }
                )
            )
            try await fixture.git("tag", "v1.2.3")
            let version = try await fixture.run("build-push", "--ref", "refs/tags/v1.2.3")
            #expect(version.exitStatus == 0, "\(version)")
            #expect(
                pushes(version) == ["\(image):1.2", "\(image):1.2.3", "\(image):latest"]
            )
        }
    }
}
