import Testing

@testable import ContainerEngine

@Suite("What a .dockerignore leaves out")
struct IgnoreRulesTests {
    private static let rules = IgnoreRules(
        """
        # a comment
        *.log
        /build/
          notes  \u{20}
        **/cache
        docs/**
        !docs/keep.md
        file?.txt
        [a-c]x
        [^a]y
        back\\*slash
        Dockerfile
        .dockerignore
        ../up
        .
        """,
        dockerfile: "Dockerfile"
    )

    @Test(
        "a rule covers a file, or a folder with all that is in it",
        arguments: [
            "a.log", "build", "build/x/y", "notes", "cache", "a/b/cache", "a/cache/file",
            "docs/a", "docs/a/b", "file1.txt", "bx", "zy", "back*slash", "up",
        ]
    )
    func excluded(path: String) {
        #expect(Self.rules.excludes(path))
    }

    @Test(
        "what no rule covers, what an exception names and what a build needs stays",
        arguments: [
            "sub/a.log", "sub/build", "docs", "docs/keep.md", "file12.txt", "dx", "ay",
            "backslash", "Dockerfile", ".dockerignore", "# a comment", "cached",
        ]
    )
    func kept(path: String) {
        #expect(!Self.rules.excludes(path))
    }

    @Test("many stars against long names are answered at once", .timeLimit(.minutes(1)))
    func stars() {
        let stars = String(repeating: "*a", count: 30)
        let folders = String(repeating: "**/a*/", count: 30)
        let rules = IgnoreRules("\(stars)b\n\(folders)b", dockerfile: "Dockerfile")
        let name = String(repeating: "a", count: 200)
        let deep = Array(repeating: name, count: 60).joined(separator: "/")
        for _ in 1...20 { #expect(!rules.excludes(deep)) }
        #expect(rules.excludes("\(name)b"))
        #expect(rules.excludes("\(deep)/b"))
    }

    @Test("without a rule everything stays, and a file may turn everything off and some on")
    func extremes() {
        #expect(!IgnoreRules("", dockerfile: "Dockerfile").excludes("a"))
        let few = IgnoreRules("*\n!src\nsrc/secret", dockerfile: "ci.Dockerfile")
        #expect(few.excludes("a"))
        #expect(!few.excludes("src/a"))
        #expect(few.excludes("src/secret"))
        #expect(!few.excludes("ci.Dockerfile"))
    }
}
