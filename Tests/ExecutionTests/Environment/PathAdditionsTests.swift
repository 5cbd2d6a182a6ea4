import Testing

@testable import Execution

@Suite("Folders put before PATH")
struct PathAdditionsTests {
    @Test("the last folder added comes first, and adding one again moves it there")
    func order() {
        var additions = PathAdditions(["/a"])
        additions.add("/b")
        additions.add("/c")
        #expect(additions.path(before: "/usr/bin") == "/c:/b:/a:/usr/bin")
        additions.add("/a")
        #expect(additions.folders == ["/b", "/c", "/a"])
        #expect(additions.path(before: "/usr/bin") == "/a:/c:/b:/usr/bin")
    }

    @Test(
        "each line that is not empty is a folder",
        arguments: [
            ("", []), ("/a", ["/a"]), ("/a\n/b\r\n/c\r/d\n\n", ["/a", "/b", "/c", "/d"]),
            (" /a \n", [" /a "]), ("\u{FEFF}/a\n", ["/a"]), ("/a\n/b\n/a\n", ["/b", "/a"]),
        ]
    )
    func file(text: String, folders: [String]) {
        var additions = PathAdditions()
        additions.add(file: Array(text.utf8))
        #expect(additions.folders == folders)
    }

    @Test("an empty PATH gets no separator and one that begins with the additions is kept")
    func edges() {
        #expect(PathAdditions().path(before: "/bin") == "/bin")
        #expect(PathAdditions(["/a"]).path(before: "") == "/a")
        #expect(PathAdditions(["/a"]).path(before: "/a:/bin") == "/a:/bin")
        #expect(PathAdditions(["/a"]).path(before: "/ab:/bin") == "/a:/ab:/bin")
    }
}
