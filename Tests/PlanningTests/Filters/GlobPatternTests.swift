import Planning
import Testing

@Suite("patterns of filters")
struct GlobPatternTests {
    /// A pattern, names it matches and names it does not.
    struct Sample: Sendable, CustomTestStringConvertible {
        let pattern: String
        let matched: [String]
        let other: [String]

        init(_ pattern: String, _ matched: [String], not other: [String]) {
            (self.pattern, self.matched, self.other) = (pattern, matched, other)
        }

        var testDescription: String { pattern }
    }

    /// The rows of GitHub's cheat sheet for branches and tags, each with names that do not match.
    ///
    /// Source:
    /// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#patterns-to-match-branches-and-tags>
    private static let refs = [
        Sample(
            "feature/*",
            ["feature/my-branch", "feature/your-branch"],
            not: ["feature/beta-a/my-branch", "feature", "a/feature/b"]
        ),
        Sample(
            "feature/**",
            ["feature/beta-a/my-branch", "feature/your-branch", "feature/mona/the/octocat"],
            not: ["feature", "my-feature/a"]
        ),
        Sample("main", ["main"], not: ["Main", "main2", "my-main", ""]),
        Sample("releases/mona-the-octocat", ["releases/mona-the-octocat"], not: ["releases"]),
        Sample("*", ["main", "releases"], not: ["all/the/branches"]),
        Sample("**", ["all/the/branches", "every/tag", "main"], not: []),
        Sample("*feature", ["mona-feature", "feature", "ver-10-feature"], not: ["a/feature"]),
        Sample("v2*", ["v2", "v2.0", "v2.9"], not: ["v1", "v2/0", "pre-v2"]),
        Sample(
            "v[12].[0-9]+.[0-9]+",
            ["v1.10.1", "v2.0.0"],
            not: ["v3.0.0", "v1.0", "v1..0", "v1.a.0", "v1.0.0-rc"]
        ),
    ]

    /// The rows of GitHub's cheat sheet for paths.
    ///
    /// Source:
    /// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#patterns-to-match-file-paths>
    private static let paths = [
        Sample("*", ["README.md", "server.rb"], not: ["docs/README.md"]),
        Sample("*.jsx?", ["page.js", "page.jsx"], not: ["page.jsxx", "src/page.js"]),
        Sample("**", ["all/the/files.md"], not: []),
        Sample("*.js", ["app.js", "index.js"], not: ["js/index.js", "app.jsx", "appxjs"]),
        Sample("**.js", ["index.js", "js/index.js", "src/js/app.js"], not: ["index.ts"]),
        Sample("docs/*", ["docs/README.md", "docs/file.txt"], not: ["docs/mona/octocat.txt"]),
        Sample("docs/**", ["docs/README.md", "docs/mona/octocat.txt"], not: ["docs", "a/docs/b"]),
        Sample(
            "docs/**/*.md",
            ["docs/README.md", "docs/mona/hello-world.md", "docs/a/markdown/file.md"],
            not: ["docs/file.txt", "README.md"]
        ),
        Sample(
            "**/docs/**",
            ["docs/hello.md", "dir/docs/my-file.txt", "space/docs/plan/space.doc"],
            not: ["docs", "mydocs/hello.md"]
        ),
        Sample("**/README.md", ["README.md", "js/README.md"], not: ["js/MYREADME.md"]),
        Sample("**/*src/**", ["a/src/app.js", "my-src/code/js/app.js"], not: ["src", "srcs/a"]),
        Sample("**/*-post.md", ["my-post.md", "path/their-post.md"], not: ["post.md"]),
        Sample(
            "**/migrate-*.sql",
            ["migrate-10909.sql", "db/migrate-v1.0.sql", "db/sept/migrate-v1.sql"],
            not: ["db/migrate-a/b.sql"]
        ),
    ]

    /// What the cheat sheet says in words.
    private static let signs = [
        Sample("ab?c", ["ac", "abc"], not: ["abbc", "c"]),
        Sample("ab+c", ["abc", "abbbc"], not: ["ac"]),
        Sample("[a-c]?x", ["x", "ax", "cx"], not: ["dx", "abx"]),
        Sample("[a-cX0]", ["a", "b", "X", "0"], not: ["x", "1", "ab"]),
        Sample("[a-]", ["a", "-"], not: ["b"]),
        Sample(#"\*"#, ["*"], not: ["a", ""]),
        Sample(#"\!a\?\+\[b"#, ["!a?+[b"], not: ["a"]),
        Sample("a.b", ["a.b"], not: ["axb"]),
        Sample("(a|b)", ["(a|b)"], not: ["a", "b"]),
        Sample("{a,b}", ["{a,b}"], not: ["a"]),
        Sample("**/", ["a/", "a/b/"], not: ["a"]),
        Sample("grün/*", ["grün/ä"], not: ["grun/ä"]),
    ]

    @Test("a pattern matches what GitHub's documentation says", arguments: refs + paths + signs)
    func documentedPatterns(_ sample: Sample) throws {
        let pattern = try GlobPattern(sample.pattern)
        #expect(sample.matched.filter { !pattern.matches($0) } == [])
        #expect(sample.other.filter(pattern.matches) == [])
    }

    @Test(
        "a text that is no pattern says why",
        arguments: [
            ("", GlobPatternError.empty), ("?", .nothingBefore("?")), ("+a", .nothingBefore("+")),
            ("a*+", .nothingBefore("+")), ("**?", .nothingBefore("?")),
            ("a++", .nothingBefore("+")), ("[ab", .badSet), ("[]", .badSet), ("[a-", .badSet),
            ("[z-a]", .badRange("z-a")), (#"a\"#, .nothingAfterBackslash),
        ]
    )
    func unreadablePatterns(_ text: String, _ error: GlobPatternError) {
        #expect(throws: error) { try GlobPattern(text) }
    }

    @Test("a pattern of many stars takes no longer than its length times the name's")
    func manyStars() throws {
        let pattern = try GlobPattern(String(repeating: "**a", count: 60) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 2000)))
    }
}
