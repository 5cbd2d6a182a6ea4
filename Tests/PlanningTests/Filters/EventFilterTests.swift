import Diagnostics
import Planning
import Testing
import Workflows

@Suite("filters of events")
struct EventFilterTests {
    /// What the filters below an event say of facts; the event's value is in flow style.
    private static func verdict(
        _ event: String,
        _ filters: String,
        _ change: (inout EventFacts) -> Void
    ) throws -> FilterVerdict {
        let workflow = try Planned.workflow(
            "on:\n  \(event): \(filters)\njobs:\n  a:\n    runs-on: x\n    steps: []\n"
        )
        var facts = EventFacts(event: event)
        change(&facts)
        return try #require(workflow.on.trigger(event)).verdict(for: facts)
    }

    /// A push of a branch or tag, written as its ref, with changed files.
    private static func push(
        _ filters: String,
        _ ref: String,
        _ files: [String] = ["a.txt"]
    ) throws -> FilterVerdict {
        try verdict("push", filters) { facts in
            facts.ref =
                ref.hasPrefix("refs/tags/")
                ? .tag(String(ref.dropFirst(10))) : .branch(String(ref.dropFirst(11)))
            facts.changedFiles = .known(files)
        }
    }

    @Test("a push that removes its branch starts nothing")
    func deletion() throws {
        let said = try Self.verdict("push", "{}") { $0.isDeletion = true }
        #expect(said.refusal?.filter == .deletion)
    }

    @Test(
        "a push starts what its branch and tag filters let pass",
        arguments: [
            ("{}", "refs/heads/a", true), ("{}", "refs/tags/a", true),
            ("{branches: [main]}", "refs/heads/main", true),
            ("{branches: [main]}", "refs/heads/Main", false),
            ("{branches: [main]}", "refs/tags/main", false),
            ("{branches-ignore: [main]}", "refs/heads/main", false),
            ("{branches-ignore: [main]}", "refs/heads/next", true),
            ("{branches-ignore: [main]}", "refs/tags/v1", false),
            ("{tags: ['v*']}", "refs/tags/v1", true),
            ("{tags: ['v*']}", "refs/tags/1", false),
            ("{tags: ['v*']}", "refs/heads/v1", false),
            ("{tags-ignore: ['v*']}", "refs/tags/v1", false),
            ("{tags-ignore: ['v*']}", "refs/heads/main", false),
            ("{branches: [main], tags: ['v*']}", "refs/heads/main", true),
            ("{branches: [main], tags: ['v*']}", "refs/tags/v1", true),
            ("{branches: [main], tags: ['v*']}", "refs/heads/v1", false),
            ("{branches: ['r/**', '!r/**-a']}", "refs/heads/r/10", true),
            ("{branches: ['r/**', '!r/**-a']}", "refs/heads/r/10-a", false),
            ("{branches: ['!r/**-a', 'r/**']}", "refs/heads/r/10-a", true),
            ("{branches: ['!r/**']}", "refs/heads/main", false),
            ("{branches: []}", "refs/heads/main", false),
            ("{paths: [a.txt]}", "refs/tags/v1", true),
            ("{paths: [b.txt]}", "refs/tags/v1", true),
        ]
    )
    func pushes(_ filters: String, _ ref: String, _ isStarted: Bool) throws {
        #expect(try Self.push(filters, ref).isStarted == isStarted)
    }

    @Test(
        "path filters look at every changed file",
        arguments: [
            ("{paths: ['*.md']}", ["a.txt", "b.md"], true),
            ("{paths: ['*.md']}", ["a.txt"], false),
            ("{paths: ['*.md']}", [], false),
            ("{paths: ['*.md', '!README.md']}", ["README.md"], false),
            ("{paths: ['*.md', '!README.md']}", ["README.md", "hello.md"], true),
            ("{paths: ['*.md', '!README.md', 'README*']}", ["README.md"], true),
            ("{paths: ['*.md', '!README.md', 'README*']}", ["README.doc"], true),
            ("{paths: ['*.md', '!README.md', 'README*']}", ["docs/hello.md"], false),
            ("{paths: ['sub-project/**', '!sub-project/docs/**']}", ["sub-project/src/a"], true),
            ("{paths: ['sub-project/**', '!sub-project/docs/**']}", ["sub-project/docs/a"], false),
            ("{paths-ignore: ['docs/**']}", ["docs/a", "docs/b"], false),
            ("{paths-ignore: ['docs/**']}", ["docs/a", "src/b"], true),
            ("{paths-ignore: ['docs/**']}", [], false),
        ]
    )
    func changedFiles(_ filters: String, _ files: [String], _ isStarted: Bool) throws {
        #expect(try Self.push(filters, "refs/heads/main", files).isStarted == isStarted)
    }

    @Test("branches and paths both have to match")
    func branchesAndPaths() throws {
        let filters = "{branches: [main], paths: ['src/**']}"
        #expect(try Self.push(filters, "refs/heads/main", ["src/a"]).isStarted)
        #expect(try !Self.push(filters, "refs/heads/next", ["src/a"]).isStarted)
        #expect(try !Self.push(filters, "refs/heads/main", ["docs/a"]).isStarted)
    }

    @Test("changes that cannot be told pass every path filter")
    func unknownChanges() throws {
        let verdict = try Self.verdict("push", "{paths: [a]}") { facts in
            facts.ref = .branch("main")
            facts.changedFiles = .unknown(reason: "the history is shallow")
        }
        #expect(verdict.isStarted)
        #expect(
            verdict.checks.map(\.reason) == [
                "it cannot be told what changed: the history is shallow"
            ]
        )
    }

    @Test(
        "activity types are those written, else the event's default ones",
        arguments: [
            ("pull_request", "{}", "opened", true), ("pull_request", "{}", "synchronize", true),
            ("pull_request", "{}", "closed", false),
            ("pull_request", "{types: [closed]}", "closed", true),
            ("pull_request", "{types: closed}", "opened", false),
            ("issues", "{}", "demilestoned", true),
            ("issues", "{types: [opened]}", "closed", false),
            ("release", "{types: [published]}", "published", true),
            ("repository_dispatch", "{}", "anything", true),
            ("repository_dispatch", "{types: [a]}", "a", true),
            ("repository_dispatch", "{types: [a]}", "A", false),
            ("push", "{}", "whatever", true),
        ]
    )
    func types(_ event: String, _ filters: String, _ activity: String, _ passes: Bool) throws {
        let verdict = try Self.verdict(event, filters) { $0.activity = activity }
        #expect(verdict.isStarted == passes)
    }

    @Test("the branch filters of a pull request look at its base, those of a run at its branch")
    func otherBranches() throws {
        let filters = "{branches: [main]}"
        for event in ["pull_request", "pull_request_target", "merge_group"] {
            #expect(try Self.verdict(event, filters) { $0.ref = .branch("main") }.isStarted)
            #expect(try !Self.verdict(event, filters) { $0.ref = .branch("next") }.isStarted)
        }
        let run = "{workflows: [ci], types: [completed], branches: [main]}"
        func follows(_ workflow: String, _ branch: String) throws -> Bool {
            try Self.verdict("workflow_run", run) { facts in
                facts.activity = "completed"
                facts.workflow = workflow
                facts.ref = .branch(branch)
            }.isStarted
        }
        #expect(try follows("ci", "main"))
        #expect(try !follows("CI", "main"))
        #expect(try !follows("ci", "next"))
    }

    @Test("an image version is filtered by name and version")
    func images() throws {
        func starts(_ name: String, _ version: String) throws -> Bool {
            try Self.verdict("image_version", "{names: ['a*'], versions: ['1.*']}") { facts in
                facts.activity = "ready"
                facts.imageName = name
                facts.imageVersion = version
            }.isStarted
        }
        #expect(try starts("ab", "1.2"))
        #expect(try !starts("b", "1.2"))
        #expect(try !starts("ab", "2.0"))
    }

    @Test(
        "an instruction in the head commit's message stops pushes and pull requests",
        arguments: [
            ("push", "fix [skip ci] now", true), ("push", "fix [ci skip]", true),
            ("pull_request", "[no ci]", true), ("push", "[skip actions]", true),
            ("push", "[actions skip]", true), ("push", "fix\n\nskip-checks: true", true),
            ("push", "fix\n\nskip-checks:true\n", true), ("push", "skip ci", false),
            ("push", "fix\n\nskip-checks: true\n\nmore", false), ("push", "[SKIP CI]", false),
            ("pull_request_target", "[skip ci]", false), ("issues", "[skip ci]", false),
        ]
    )
    func skipInstructions(_ event: String, _ message: String, _ stops: Bool) throws {
        let verdict = try Self.verdict(event, "{}") { facts in
            facts.activity = "opened"
            facts.ref = .branch("main")
            facts.headMessage = message
        }
        #expect(verdict.isStarted != stops)
    }

    @Test("a refusal names the filter, the reason and the pattern")
    func refusals() throws {
        let reasons: [(String, String, [String], String, String)] = [
            (
                "{branches: [main, 'r/**']}", "refs/heads/x", [], "branches 2:21",
                "branch `x` matches none of its patterns"
            ),
            (
                "{branches: ['**', '!x']}", "refs/heads/x", [], "branches 2:27",
                "branch `x` is taken back by `!x`"
            ),
            (
                "{branches-ignore: [a, x]}", "refs/heads/x", [], "branches-ignore 2:31",
                "branch `x` matches `x`"
            ),
            (
                "{tags: ['v*']}", "refs/heads/x", [], "tags 2:17",
                "with `tags` alone only tags start it, and this is branch `x`"
            ),
            (
                "{paths: [b]}", "refs/heads/x", ["a"], "paths 2:18",
                "`a`, the one changed file, matches none of its patterns"
            ),
            (
                "{paths: [b]}", "refs/heads/x", ["a", "c"], "paths 2:18",
                "none of the 2 changed files matches its patterns"
            ),
            (
                "{paths: ['**', '!*.md']}", "refs/heads/x", ["a.md"], "paths 2:24",
                "`a.md`, the one changed file, is taken back by `!*.md`"
            ),
            (
                "{paths: ['s/**', '!**/*.md']}", "refs/heads/x", ["b", "s/a.md"], "paths 2:26",
                "none of the 2 changed files matches in the end: `s/a.md` is taken back by "
                    + "`!**/*.md`"
            ),
            (
                "{paths-ignore: ['**']}", "refs/heads/x", ["a", "c"], "paths-ignore 2:25",
                "all of the 2 changed files are ignored"
            ),
            (
                "{branches: ['a++']}", "refs/heads/x", [], "branches 2:21",
                "branch `x` matches none of its patterns, of which `a++` is none: `+` repeats the "
                    + "character before it, and there is none it could repeat"
            ),
        ]
        for (filters, ref, files, place, reason) in reasons {
            let refusal = try #require(try Self.push(filters, ref, files).refusal)
            let start = try #require(refusal.span?.start)
            #expect("\(refusal.filter.rawValue) \(start.line):\(start.column)" == place)
            #expect(refusal.reason == reason)
        }
    }
}
