import Foundation
import Testing

@testable import ActlocalCommands

@Suite("actlocal check")
struct CheckCommandTests {
    private static let sound =
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{run: x}]\n"
    private static let broken = "on: push\njbos: {}\njobs:\n  a: {runs-on: x}\n"

    /// A project with a sound and a broken file of every kind but the last.
    private static func project() throws -> ScratchFolder {
        let scratch = try ScratchFolder()
        try scratch.folder(".git")
        try scratch.file(".github/workflows/a-broken.yml", broken)
        try scratch.file(".github/workflows/b.yaml", sound)
        try scratch.file(".github/workflows/notes.txt", "{")
        try scratch.file(".github/dependabot.yml", "version: 2\nupdates: [{directory: /}]\n")
        try scratch.file("tools/x/action.yml", "name: x\nruns: {using: node99}\n")
        try scratch.file(".actlocal.yml", "image: {}\n")
        return scratch
    }

    @Test("a job without steps is refused, by `plan` too")
    func noSteps() async throws {
        let scratch = try ScratchFolder()
        let text = "on: push\njobs: {a: {runs-on: x}, b: {runs-on: x, steps: []}}\n"
        try scratch.file(".github/workflows/ci.yml", text)
        for command in ["check", "plan"] {
            let result = try await CommandResult.of([command, "-C", scratch.path])
            #expect(result.status == 3, "\(command)")
            let said = result.output + result.console
            #expect(said.contains("ci.yml:2:8: error: No steps defined"), "\(said)")
            #expect(said.contains("for the following jobs: a, b"), "\(said)")
        }
    }

    @Test("every file of a project is checked, and a broken one hides no other")
    func project() async throws {
        let scratch = try Self.project()
        let result = try await CommandResult.of(["check", "-C", scratch.path])
        #expect(result.status == 3)
        let places = result.output.split(separator: "\n").filter { $0.contains(": error: ") }
            .map { String($0.prefix { $0 != " " }) }
        #expect(
            places == [
                ".github/workflows/a-broken.yml:2:1:", "tools/x/action.yml:2:15:",
                ".github/dependabot.yml:2:11:", ".github/dependabot.yml:2:11:",
                ".actlocal.yml:1:1:",
            ]
        )
        #expect(result.console == "5 files checked: 5 errors in 4 files\n")
    }

    @Test("options, ports and volumes that no container takes are warned of at their place")
    func containers() async throws {
        let scratch = try ScratchFolder()
        try scratch.file(
            ".github/workflows/ci.yml",
            """
            on: push
            jobs:
              a:
                runs-on: ubuntu-latest
                container:
                  image: debian:12
                  options: --cpus 1 --no-such-option
                services:
                  good:
                    image: redis:7
                    ports: [6379, '${{ vars.PORT }}:80', '8000-8010:80/tcp']
                    volumes: ['data:/data', '/tmp:/host:ro']
                    options: --health-cmd "redis-cli ping" --network host
                  bad:
                    image: redis:7
                    ports: ['6379:6379', '70000:1']
                    volumes:
                      - relative
                steps: [{ run: x }]

            """
        )
        let result = try await CommandResult.of(["check", "-C", scratch.path])
        let places = result.output.split(separator: "\n")
            .filter { $0.contains(": warning: ") && $0.hasSuffix("[container]") }
            .map { String($0.prefix { $0 != " " }.dropFirst(".github/workflows/ci.yml:".count)) }
        #expect(places == ["7:16:", "16:30:", "18:13:"], "\(result.output)")
        #expect(result.status == 0)
    }

    @Test("what is wrong with containers is said of each of them, between any that are sound")
    func alikeContainers() async throws {
        let scratch = try ScratchFolder()
        let text = """
            on: push
            jobs:
              a:
                runs-on: ubuntu-latest
                services:
                  good: {image: x, ports: ['1:1'], volumes: ['data:/d'], options: --cpus 1}
                  bad: {image: x, ports: ['1:1', '1:x'], volumes: ['1:1'], options: '1:1'}
                steps: []

            """
        for name in ["a", "b", "c"] { try scratch.file(".github/workflows/\(name).yml", text) }
        let result = try await CommandResult.of(["check", "-C", scratch.path])
        let places = result.output.split(separator: "\n")
            .filter { $0.contains(": warning: ") && $0.hasSuffix("[container]") }
            .map { String($0.prefix { $0 != " " }.dropFirst(".github/workflows/".count)) }
        let expected = ["a", "b", "c"].flatMap { name in
            ["7:38:", "7:56:", "7:73:"].map { "\(name).yml:\($0)" }
        }
        #expect(places == expected, "\(result.output)")
    }

    @Test("a sound project has nothing to report")
    func soundProject() async throws {
        let scratch = try ScratchFolder()
        try scratch.file(".github/workflows/ci.yml", Self.sound)
        let result = try await CommandResult.of(["check", "-C", scratch.path])
        #expect(result.output.isEmpty && result.status == 0)
        #expect(result.console == "1 file checked, nothing to report\n")
    }

    @Test("files and folders can be named, and are read for what their path or text says")
    func named() async throws {
        let scratch = try Self.project()
        try scratch.file("flows/one.yml", Self.broken)
        try scratch.file("flows/two.yml", "runs: {using: docker}\n")
        try scratch.file("flows/values.yml", "on-call: me\nreplicas: 3\n")
        let result = try await CommandResult.of(
            ["check", "-C", scratch.path, "flows/", ".github/workflows/b.yaml", "./flows/one.yml"]
        )
        #expect(result.output.contains("flows/one.yml:2:1: error: Unexpected value 'jbos'"))
        #expect(result.output.contains("an image is not provided in flows/two.yml"))
        #expect(result.console == "3 files checked: 2 errors in 2 files\n")
    }

    @Test("`-` reads standard input")
    func standardInput() async throws {
        let result = try await CommandResult.of(["check", "-"], input: Self.broken)
        #expect(result.output.hasPrefix("<stdin>:2:1: error: Unexpected value 'jbos'"))
        #expect(result.output.contains("2 | jbos: {}"))
        #expect(result.status == 3)
    }

    @Test("a file that is no text is an error of that file alone")
    func noText() async throws {
        let scratch = try Self.project()
        let path = try scratch.file(".github/workflows/0.yml", "x")
        try Data([0x61, 0xFF, 0x0A]).write(to: URL(filePath: path))
        let result = try await CommandResult.of(["check", "-C", scratch.path, ".github/workflows"])
        #expect(
            result.output.hasPrefix(
                ".github/workflows/0.yml:1:1: error: cannot read `.github/workflows/0.yml`: "
                    + "it is not UTF-8 text [invalid-encoding]\n"
            )
        )
        #expect(result.output.contains("a-broken.yml:2:1"))
    }

    @Test("what is not there, and a folder without such files, are wrong usage and no match")
    func nothing() async throws {
        let scratch = try ScratchFolder()
        try scratch.folder(".git")
        let missing = try await CommandResult.of(["check", "-C", scratch.path, "no.yml"])
        #expect(missing.status == 64)
        #expect(missing.console.contains("cannot read `no.yml`: no such file or directory"))
        for arguments in [[], ["."]] {
            let empty = try await CommandResult.of(["check", "-C", scratch.path] + arguments)
            #expect(empty.status == 5)
            #expect(empty.console.contains("has no workflow"))
        }
    }

    @Test("warnings give 0, or 3 when they count as errors, or are left out")
    func warnings() async throws {
        let text = Self.sound + "    if: a ${{ github.ref }}\n"
        let plain = try await CommandResult.of(["check", "-"], input: text)
        #expect(plain.status == 0 && plain.output.contains(": warning: "))
        #expect(plain.console == "1 file checked: 1 warning\n")
        let strict = try await CommandResult.of(
            ["check", "--warnings-as-errors", "-"],
            input: text
        )
        #expect(strict.status == 3)
        let none = try await CommandResult.of(["check", "--no-warnings", "-"], input: text)
        #expect(none.status == 0 && none.output.isEmpty)
    }

    @Test("JSON lists the files and what is wrong")
    func json() async throws {
        let scratch = try Self.project()
        let result = try await CommandResult.of(["check", "-C", scratch.path, "--format", "json"])
        let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let whole = try #require(parsed as? [String: Any])
        #expect(whole["version"] as? Int == 1 && whole["errors"] as? Int == 5)
        #expect((whole["files"] as? [String])?.count == 5)
        #expect((whole["diagnostics"] as? [[String: Any]])?.count == 5)
        #expect(result.status == 3)
    }

    @Test("SARIF and annotations name the same places")
    func machines() async throws {
        let scratch = try Self.project()
        let sarif = try await CommandResult.of(["check", "-C", scratch.path, "--format", "sarif"])
        #expect(sarif.output.contains(#""uri" : ".github/workflows/a-broken.yml""#))
        #expect(sarif.output.contains(#""version" : "2.1.0""#))
        let github = try await CommandResult.of(
            ["check", "-C", scratch.path, "--format", "github", ".github/workflows/a-broken.yml"]
        )
        #expect(
            github.output.hasPrefix(
                "::error file=.github/workflows/a-broken.yml,line=2,endLine=2,col=1,endColumn=5,"
                    + "title=unknown-key::Unexpected value 'jbos'%0A"
            )
        )
    }

    @Test("calls of workflows of the project are checked with their files")
    func calls() async throws {
        let scratch = try ScratchFolder()
        let caller = """
            on: push
            jobs:
              a: {uses: ./.github/workflows/called.yml}
              b: {uses: $/.github/workflows/called.yml, with: {name: x}}

            """
        let called = """
            on: {workflow_call: {inputs: {name: {type: string, required: true}}}}
            jobs: {a: {runs-on: x, steps: [{run: x}]}}

            """
        try scratch.file(".github/workflows/caller.yml", caller)
        try scratch.file(".github/workflows/called.yml", called)
        let result = try await CommandResult.of(["check", "-C", scratch.path])
        #expect(
            result.output.contains(
                "caller.yml:3:13: error: Input name is required, but not provided while calling."
            )
        )
        #expect(result.console == "2 files checked: 1 error in 1 file\n")
    }

    @Test("the sample repository has nothing to report")
    func sample() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../workflows/deep-calm").standardizedFileURL.path
        let result = try await CommandResult.of(["check", "-C", root])
        #expect(result.output.isEmpty, "\(result.output)")
        #expect(result.status == 0)
    }

    @Test("a broken neighbour stops neither a plan nor a run, which say so; a list shows both")
    func neighbours() async throws {
        let scratch = try Self.project()
        try scratch.file(".actlocal.yml", "")
        for command in [["plan", "b"], ["run", "b", "--dryrun"]] {
            let result = try await CommandResult.of(command + ["-C", scratch.path])
            #expect(result.status != 3)
            #expect(
                result.console.contains(
                    """
                    a-broken.yml:2:1: warning: this workflow is not valid and is left out [project]
                       |
                     2 | jbos: {}
                       | ^^^^
                       = note: Unexpected value 'jbos'
                       = help: `actlocal check` shows all that is wrong with it
                    """
                ),
                "\(result.console)"
            )
        }
        let all = try await CommandResult.of(["plan", "-C", scratch.path])
        #expect(all.status == 3 && all.output.contains("b.yaml"))
        let list = try await CommandResult.of(["list", "-C", scratch.path])
        #expect(list.status == 3)
        #expect(list.output.contains("a-broken.yml") && list.output.contains("b.yaml"))
    }
}
