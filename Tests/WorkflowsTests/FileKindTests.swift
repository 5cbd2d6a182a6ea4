import Testing
import Workflows

@Suite("what a file is")
struct FileKindTests {
    @Test(
        "a path says it",
        arguments: [
            (".github/workflows/ci.yml", .workflow), ("/a/.github/workflows/ci.yaml", .workflow),
            (".github/workflows/action.yml", .workflow), ("action.yml", .action),
            ("a/b/action.yaml", .action), (".github/dependabot.yml", .dependabot),
            (".actlocal.yml", .configuration), ("dependabot.yml", nil), ("ci.yml", nil),
            (".github/workflows/ci.txt", nil), (".github/workflows/a/ci.yml", nil), ("", nil),
        ] as [(String, FileKind?)]
    )
    func paths(path: String, expected: FileKind?) {
        #expect(FileKind(path: path) == expected)
    }

    @Test(
        "else its first telling key does",
        arguments: [
            ("name: x\n'on': push\n", .workflow), ("jobs:\n  runs: x", .workflow),
            ("name: x\r\nruns:\r\n  using: x", .action), ("version: 2\nupdates: []", .dependabot),
            ("name: x\n  on: y\n# jobs:\n", nil), ("", nil), ("jobs", nil),
        ] as [(String, FileKind?)]
    )
    func texts(text: String, expected: FileKind?) {
        #expect(FileKind(text: text) == expected)
    }
}
