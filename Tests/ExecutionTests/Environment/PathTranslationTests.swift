import Testing

@testable import Execution

@Suite("Paths inside a container")
struct PathTranslationTests {
    private let paths = PathTranslation([
        .init(host: "/w/_temp", container: "/github/runner_temp"),
        .init(host: "/w", container: "/__w"),
        .init(host: "/w/r", container: "/never"),
    ])

    @Test(
        "a value is mapped when it is a mapped folder or lies in one",
        arguments: [
            ("/w", "/__w"), ("/w/", "/__w/"), ("/w/r/r", "/__w/r/r"),
            ("/w/_temp", "/github/runner_temp"), ("/w/_temp/x", "/github/runner_temp/x"),
            ("/w/_temporary", "/__w/_temporary"), ("/wx", "/wx"), ("x/w", "x/w"),
            ("see /w/r", "see /w/r"), ("/w/a:/w/b", "/__w/a:/w/b"), ("", ""), ("/W", "/W"),
        ]
    )
    func container(value: String, expected: String) {
        #expect(paths.container(value) == expected)
    }

    @Test("paths are mapped back")
    func host() {
        #expect(paths.host("/__w/r/a.c") == "/w/r/a.c")
        #expect(paths.host("/github/runner_temp") == "/w/_temp")
        #expect(paths.host("src/a.c") == "src/a.c")
        #expect(PathTranslation().host("/__w") == "/__w")
    }
}
