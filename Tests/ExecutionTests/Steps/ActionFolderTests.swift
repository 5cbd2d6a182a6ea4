import Glibc
import RunEvents
import Testing
import Workspaces

@testable import Execution

/// Folders of this machine that stand for actions, as strangers may have filled them.
@Suite("Folders that stand for actions", .timeLimit(.minutes(1)))
struct ActionFolderTests {
    private let root = "/tmp/actlocal-action-folder-\(UInt64.random(in: 0 ... .max))"

    private func options(_ files: [String: String]) throws -> LocalRun.Options {
        for (name, text) in files { try LocalRun.writeFile(text, to: "\(root)/\(name)") }
        var options = LocalRun.Options()
        options.substitutes = [.init(pattern: "octo/act", folder: "\(root)/tree/act")]
        return options
    }

    private static let workflow =
        "jobs: { a: { runs-on: x, steps: [{ uses: octo/act@v1 }, { run: echo after=yes }] } }"

    @Test("a link brings files of the same working tree into a job, and no others")
    func links() async throws {
        let options = try options([
            "secret/key": "hidden", "tree/lib/file": "shared", "tree/.git/config": "password",
            "tree/act/own/file": "own",
            "tree/act/action.yml": """
            runs:
              using: composite
              steps:
                - shell: bash
                  run: |
                    cd "$GITHUB_ACTION_PATH"
                    echo "files=$(find . -type f | LC_ALL=C sort | tr '\\n' ' ')"
                    echo "lib=$(cat lib/file) [$(cat outside folder/key git/config gone)]"
            """,
        ])
        for (target, link) in [
            ("../../secret/key", "outside"), ("\(root)/secret", "folder"), ("../.git", "git"),
            ("../lib", "lib"), ("own", "inner"), ("nowhere", "gone"),
        ] {
            symlink(target, "\(root)/tree/act/\(link)")
        }
        let run = try await LocalRun.run(Self.workflow, options)
        let files = await run.value("files")
        #expect(files == "./action.yml ./inner/file ./lib/file ./own/file ")
        #expect(await run.value("lib") == "shared []")
        let leftOut = await run.events.compactMap { event in
            if case .notHonoured(let finding) = event { finding.subject } else { nil }
        }
        let folder = options.substitutes[0].folder
        #expect(leftOut == ["folder", "git", "gone", "outside"].map { "`\($0)` in `\(folder)`" })
        #expect(await !run.everything.contains("hidden"))
    }

    @Test("nothing of a file outside is told when the manifest is a link to it")
    func manifest() async throws {
        let options = try options(["secret": "hidden", "tree/act/file": ""])
        symlink("\(root)/secret", "\(root)/tree/act/action.yml")
        let run = try await LocalRun.run(Self.workflow, options)
        #expect(await run.value("after") == nil)
        let said = await run.annotations(.error).first
        #expect(said?.contains("a link that leads out of the action's folder") == true)
        #expect(await !run.everything.contains("hidden"))
    }

    @Test("a pipe in such a folder is refused and not waited for")
    func pipe() async throws {
        let options = try options([
            "tree/act/action.yml": "runs: { using: composite, steps: [] }"
        ])
        mkfifo("\(root)/tree/act/pipe", 0o600)
        let run = try await LocalRun.run(Self.workflow, options)
        #expect(await run.annotations(.error).first?.contains("cannot be read") == true)
    }

    @Test("what git hosts are sent as tokens is masked, in git's form too")
    func tokens() async throws {
        var options = LocalRun.Options()
        options.repositories = RepositoryStore(
            root: root,
            hosts: RepositoryHosts(tokens: ["https://git.example.com/": "hunter2"]),
            environment: [:]
        )
        let login = "eC1hY2Nlc3MtdG9rZW46aHVudGVyMg=="
        let run = try await LocalRun.run(
            "jobs: { a: { runs-on: x, steps: [{ run: echo 'shown=hunter2 \(login)' }] } }",
            options
        )
        #expect(await run.value("shown") == "*** ***")
        #expect(await !run.everything.contains("hunter2"))
    }
}
