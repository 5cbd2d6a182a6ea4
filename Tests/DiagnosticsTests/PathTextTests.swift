import Diagnostics
import Testing

@Suite("Paths as text")
struct PathTextTests {
    @Test(
        "a path is made absolute by name",
        arguments: [
            ("a/./b//c", "/w/x", "/w/x/a/b/c"), ("../a", "/w/x", "/w/a"), ("/a/../b", "/w", "/b"),
            ("../../..", "/w/x", "/"), (".", "/w", "/w"), ("", "/w/", "/w"),
        ]
    )
    func absolute(path: String, folder: String, expected: String) {
        #expect(PathText.absolute(path, from: folder) == expected)
    }

    @Test("a link leads from the folder that it lies in")
    func links() {
        #expect(PathText.target("b", ofLinkAt: "/w/link") == "/w/b")
        #expect(PathText.target("../b", ofLinkAt: "/w/x/link") == "/w/b")
        #expect(PathText.target("/b/../c", ofLinkAt: "/w/link") == "/b/../c")
    }
}
