import Testing

/// What `HEAD` names after `actions/checkout` of the own repository, and which refs there are.
@Suite("The head of checkouts")
struct CheckoutHeadTests {
    /// Prints `HEAD`, all refs, the upstream and what `git describe` finds of each checkout.
    private static func steps(_ inputs: [(name: String, with: String)]) -> String {
        inputs.flatMap { name, with in
            [
                "- { id: \(name), uses: actions/checkout@v4, with: { path: \(name)\(with) } }",
                "- working-directory: \(name)",
                "  run: |",
                "    head=$(git symbolic-ref -q HEAD || echo detached)",
                "    refs=$(git for-each-ref --format='%(objecttype):%(refname)')",
                "    tag=$(git describe --tags --exact-match 2> /dev/null || true)",
                "    base=$(git rev-parse -q --abbrev-ref '@{u}' 2> /dev/null || true)",
                "    changed=$(git status --porcelain | wc -l)",
                "    out='[${{ steps.\(name).outputs.ref }}]'",
                "    echo \(name)=$head [$refs] $tag $base $changed $out $(git rev-list --count HEAD)",
            ]
        }.map { "      \($0)" }.joined(separator: "\n")
    }

    private static func prepare(
        _ fixture: ProgramFixture,
        _ inputs: [(name: String, with: String)]
    ) async throws {
        try fixture.workflow(
            """
            on: [push, pull_request, release]
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
            \(steps(inputs))
            """
        )
        try fixture.write("file", "first\n")
        try await fixture.commit("First")
        try await fixture.git("tag", "-a", "-m", "First", "v1")
        try fixture.write("file", "second\n")
        try await fixture.commit("Second")
        try await fixture.git("tag", "v2")
        try await fixture.git("tag", "-a", "-m", "Third", "v3")
        try await fixture.git("remote", "add", "origin", "https://git.invalid/acme/own")
        try await fixture.git("switch", "-q", "-c", "feat")
        try fixture.write("file", "changed\n")
    }

    private static let remotes = "commit:refs/remotes"

    @Test("a branch is followed, a commit and a tag are detached and have no ref but their own")
    func push() async throws {
        try await ProgramFixture.with { fixture in
            try await Self.prepare(
                fixture,
                [
                    ("none", ""), ("sha", ", ref: '${{ github.sha }}'"), ("short", ", ref: v3"),
                    ("tag", ", ref: refs/tags/v1"), ("main", ", ref: main"),
                    ("all", ", ref: '${{ github.sha }}', fetch-depth: 0"),
                    ("tags", ", fetch-tags: true"),
                ]
            )
            let run = try await fixture.run("ci", "--host", "--event", "push")
            #expect(run.exitStatus == 0, "\(run)")
            func value(_ name: String) -> String? { run.value(name, in: "a") }
            let feat = "commit:refs/heads/feat \(Self.remotes)/origin/feat"
            #expect(
                value("none") == "refs/heads/feat [\(feat)] origin/feat 1 [refs/heads/feat] 1"
            )
            #expect(value("sha") == "detached [] 1 [] 1")
            #expect(value("short") == "detached [tag:refs/tags/v3] v3 0 [v3] 1")
            #expect(value("tag") == "detached [tag:refs/tags/v1] v1 0 [refs/tags/v1] 1")
            let main = "commit:refs/heads/main \(Self.remotes)/origin/main"
            #expect(value("main") == "refs/heads/main [\(main)] origin/main 0 [main] 1")
            let tags = "tag:refs/tags/v1 commit:refs/tags/v2 tag:refs/tags/v3"
            let branches = "\(Self.remotes)/origin/feat \(Self.remotes)/origin/main"
            #expect(value("all") == "detached [\(branches) \(tags)] v3 1 [] 2")
            #expect(
                value("tags")
                    == "refs/heads/feat [\(feat) \(tags)] v3 origin/feat 1 [refs/heads/feat] 1"
            )
        }
    }

    @Test("a pull request is detached at its merge, and its branch has no name there")
    func pullRequest() async throws {
        try await ProgramFixture.with { fixture in
            try await Self.prepare(
                fixture,
                [
                    ("none", ""), ("all", ", fetch-depth: 0"),
                    ("head", ", ref: '${{ github.head_ref }}'"),
                    ("pull", ", ref: refs/pull/1/head"),
                ]
            )
            let run = try await fixture.run("ci", "--host", "--event", "pull_request")
            #expect(run.exitStatus == 0, "\(run)")
            func value(_ name: String) -> String? { run.value(name, in: "a") }
            let merge = "\(Self.remotes)/pull/1/merge"
            #expect(value("none") == "detached [\(merge)] 1 [refs/pull/1/merge] 1")
            let tags = "tag:refs/tags/v1 commit:refs/tags/v2 tag:refs/tags/v3"
            let branches = "\(Self.remotes)/origin/feat \(Self.remotes)/origin/main"
            let all = "\(branches) \(merge) \(tags)"
            #expect(value("all") == "detached [\(all)] v3 1 [refs/pull/1/merge] 2")
            let feat = "commit:refs/heads/feat \(Self.remotes)/origin/feat"
            #expect(value("head") == "refs/heads/feat [\(feat)] origin/feat 1 [feat] 1")
            let pull = "\(Self.remotes)/pull/1/head"
            #expect(value("pull") == "detached [\(pull)] 1 [refs/pull/1/head] 1")
        }
    }

    @Test("a run of a tag is detached at it, whatever branch the working tree is on")
    func tag() async throws {
        try await ProgramFixture.with { fixture in
            try await Self.prepare(fixture, [("none", ""), ("named", ", ref: v3")])
            let run = try await fixture.run(
                "ci",
                "--host",
                "--event",
                "push",
                "--ref",
                "refs/tags/v3"
            )
            #expect(run.exitStatus == 0, "\(run)")
            let tag = "detached [tag:refs/tags/v3] v3 1"
            #expect(run.value("none", in: "a") == "\(tag) [refs/tags/v3] 1")
            #expect(run.value("named", in: "a") == "\(tag) [v3] 1")
            // A release of a tag that is still to be made.
            let release = try await fixture.run("ci", "--host", "--event", "release")
            #expect(release.exitStatus == 0, "\(release)")
            let made = release.value("none", in: "a") ?? ""
            #expect(made.hasPrefix("detached [commit:refs/tags/"), "\(made)")
        }
    }
}
