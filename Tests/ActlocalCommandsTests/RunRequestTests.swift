import Diagnostics
import Sessions
import Testing

@testable import ActlocalCommands

@Suite("From the command line to a request")
struct RunRequestTests {
    private let scratch: ScratchFolder

    init() throws {
        scratch = try ScratchFolder()
        try scratch.folder(".github/workflows")
    }

    private func request(
        _ arguments: [String],
        environment: [String: String] = [:]
    ) throws -> RunRequest {
        try .typed(arguments, in: scratch.path, environment: environment)
    }

    /// For every option of `run` an example, and what it changes in the request or the report.
    ///
    /// The key is the option's property; `everyOptionIsHere` fails when one is missing.
    static let examples: [String: ([String], @Sendable (RunRequest, RunCommand) -> Bool)] = [
        "directory": (
            ["-C", "."],
            { request, command in
                command.project.directory == "." && request.projectRoot.hasPrefix("/")
            }
        ),
        "workflows": (["-W", "/w"], { request, _ in request.workflowsPath == "/w" }),
        "workflow": (["ci"], { request, _ in request.workflow == "ci" }),
        "job": (
            ["-j", "a", "--job", "b", "-jc"], { request, _ in request.jobs == ["a", "b", "c"] }
        ),
        "event": (
            ["--event", "release.published"],
            { request, _ in request.event == "release" && request.activity == "published" }
        ),
        "ref": (["--ref", "refs/tags/v1"], { request, _ in request.ref == "refs/tags/v1" }),
        "eventPath": (["-e", "/e.json"], { request, _ in request.eventPath == "/e.json" }),
        "matrix": (
            ["--matrix", "os:a:b"],
            { request, _ in
                request.matrix == [.init(key: "os", value: "a:b")]
            }
        ),
        "secret": (["-s", "a=1"], { request, _ in request.secrets == ["A": "1"] }),
        "secretFile": (
            ["--secret-file", "/dev/null"],
            { _, command in
                command.values.secretFile == ["/dev/null"]
            }
        ),
        "variable": (["--var", "a=1=2"], { request, _ in request.variables == ["A": "1=2"] }),
        "variableFile": (
            ["--var-file", "/dev/null"],
            { _, command in
                command.values.variableFile == ["/dev/null"]
            }
        ),
        "environment": (["--env", "a="], { request, _ in request.environment == ["a": ""] }),
        "environmentFile": (
            ["--env-file", "/dev/null"],
            { _, command in
                command.values.environmentFile == ["/dev/null"]
            }
        ),
        "input": (["--input", "Target=x"], { request, _ in request.inputs == ["Target": "x"] }),
        "inputFile": (
            ["--input-file", "/dev/null"],
            { _, command in
                command.values.inputFile == ["/dev/null"]
            }
        ),
        "platform": (
            ["-P", "ubuntu-latest=a/b:c"],
            { request, _ in
                request.images == ["ubuntu-latest": "a/b:c"]
            }
        ),
        "localRepository": (
            ["--local-repository", "acme/tool@v1=/srv/tool"],
            { request, _ in
                request.localRepositories == ["acme/tool@v1": "/srv/tool"]
            }
        ),
        "repositoryServer": (
            ["--repository-server", "https://git.example.com"],
            { request, _ in
                request.repositoryServer == "https://git.example.com"
            }
        ),
        "repositoryMirror": (
            ["--repository-mirror", "acme/*=file:///srv/{name}"],
            { request, _ in
                request.repositoryMirrors.map(\.pattern) == ["acme/*"]
                    && request.repositoryMirrors.map(\.url) == ["file:///srv/{name}"]
            }
        ),
        "actionOfflineMode": (
            ["--action-offline-mode"],
            { request, _ in
                request.isActionOffline
            }
        ),
        "docker": (["--docker", "host"], { request, _ in request.docker == .host }),
        "containerArchitecture": (
            ["--container-architecture", "Linux/arm64"],
            { request, _ in request.containerArchitecture == "linux/arm64" }
        ),
        "host": (["--host"], { request, _ in request.engine == .host }),
        "commit": (["--commit", "HEAD~1"], { request, _ in request.source == .commit("HEAD~1") }),
        "parallel": (["--parallel", "3"], { request, _ in request.parallelJobs == 3 }),
        "dryrun": (["-n"], { request, _ in request.isDryRun }),
        "verbose": (["-v"], { _, command in command.report.verbose }),
        "quiet": (["-q"], { _, command in command.report.quiet }),
        "format": (["--format", "json"], { _, command in command.report.isJSON }),
        "json": (["--json"], { _, command in command.report.isJSON }),
    ]

    @Test("every option has an example below, and every example an option")
    func everyOptionIsHere() throws {
        let command = try #require(try FrontEnd.command(["run"]) as? RunCommand)
        let groups: [Any] = [
            command.project, command.selection, command.values, command.place, command.pace,
            command.report,
        ]
        let properties = groups.flatMap { Mirror(reflecting: $0).children.compactMap(\.label) }
        let names = properties.map { $0.hasPrefix("_") ? String($0.dropFirst()) : $0 }
        #expect(Mirror(reflecting: command).children.count == groups.count)
        #expect(Set(names) == Set(Self.examples.keys))
    }

    @Test("every option does something", arguments: examples.keys.sorted())
    func everyOptionCounts(name: String) throws {
        let (arguments, isMeant) = try #require(Self.examples[name])
        let command = try #require(try FrontEnd.command(["run"] + arguments) as? RunCommand)
        let machine = MachineFacts.sample()
        let request = try RunRequest(command.options, machine: machine, prompt: nil)
        #expect(isMeant(request, command))
        let bare = try #require(try FrontEnd.command(["run"]) as? RunCommand)
        let before = try RunRequest(bare.options, machine: machine, prompt: nil)
        #expect(name == "directory" || !isMeant(before, bare))
    }

    @Test("`plan` and `list` take the options that they can honour, and no others")
    func otherCommands() async throws {
        let plan = ["plan", "ci", "-j", "a", "--matrix", "a:b", "-s", "A=1", "--host", "--json"]
        #expect(try FrontEnd.command(plan) is PlanCommand)
        #expect(try FrontEnd.command(["list", "-W", "x", "-C", "y", "--json"]) is ListCommand)
        for refused in [["plan", "--parallel", "2"], ["plan", "-n"], ["list", "-j", "a"]] {
            #expect(try await CommandResult.of(refused).status == 64)
        }
    }

    @Test("the project is the nearest folder upwards with workflows or a repository")
    func projectRoot() throws {
        let inner = try scratch.folder("src/deep")
        #expect(try RunRequest.typed([], in: inner).projectRoot == scratch.path)
        let nested = try scratch.folder("sample/.github/workflows")
        #expect(try RunRequest.typed([], in: nested).projectRoot == "\(scratch.path)/sample")
        let repository = try scratch.folder("vendor/.git")
        #expect(
            try RunRequest.typed([], in: repository).projectRoot == "\(scratch.path)/vendor"
        )
    }

    @Test("paths are relative to the working folder, names of workflows stay names")
    func paths() throws {
        try scratch.file("src/one.yml", "")
        let folder = "\(scratch.path)/src"
        func meant(_ arguments: [String]) throws -> RunRequest { try .typed(arguments, in: folder) }
        #expect(try meant(["one.yml"]).workflow == "\(folder)/one.yml")
        #expect(try meant(["../src/./one.yml"]).workflow == "\(folder)/one.yml")
        #expect(try meant(["two.yml"]).workflow == "two.yml")
        #expect(try meant(["src"]).workflow == "src")
        #expect(try meant(["Build & Push"]).workflow == "Build & Push")
        #expect(try meant(["-W", "../x", "-e", "e.json"]).workflowsPath == "\(scratch.path)/x")
        #expect(try meant(["-e", "e.json"]).eventPath == "\(folder)/e.json")
    }

    @Test("an option beats a named file, and that the default file; names meet without case")
    func precedence() throws {
        try scratch.file(".secrets", "A=default\nB=default\nC=default\n")
        let first = try scratch.file("first.env", "b=first\nC=first")
        let second = try scratch.file("second.env", "c=second")
        let arguments = ["--secret-file", first, "--secret-file", second, "-s", "a=option"]
        #expect(
            try request(arguments).secrets == ["A": "option", "B": "first", "C": "second"]
        )
    }

    @Test("every kind has its default file; environment names keep their case, inputs too")
    func defaultFiles() throws {
        try scratch.file(".secrets", "s=1")
        try scratch.file(".vars", "v=2")
        try scratch.file(".env", "e=3\nE=4")
        try scratch.file(".input", "Who=me")
        let request = try request(["--input", "who=you"])
        #expect(request.secrets == ["S": "1"])
        #expect(request.variables == ["V": "2"])
        #expect(request.environment == ["e": "3", "E": "4"])
        #expect(request.inputs == ["who": "you"])
    }

    @Test("a folder that is named like a default file is none")
    func virtualEnvironment() throws {
        try scratch.folder(".env")
        #expect(try request([]).environment.isEmpty)
    }

    @Test("a name without a value takes it from the environment")
    func fromEnvironment() throws {
        let environment = ["TOKEN": "t", "EMPTY": ""]
        let arguments = ["-s", "TOKEN", "--env", "EMPTY", "--var", "TOKEN"]
        let request = try request(arguments, environment: environment)
        #expect(request.secrets == ["TOKEN": "t"])
        #expect(request.environment == ["EMPTY": ""])
        #expect(request.variables == ["TOKEN": "t"])
    }

    @Test(
        "what cannot be meant is refused with what to write instead",
        arguments: [
            (["-s", "TOKEN"], RequestError.noValue(option: "--secret", name: "TOKEN")),
            (["--input", "a"], .noValue(option: "--input", name: "a")),
            ([""], .empty(what: "the workflow's name")),
            (["-W", ""], .empty(what: "the path of `-W`")),
            (["-s", "=hunter2"], .badName(option: "--secret")),
            (["-s", "a b=hunter2"], .badName(option: "--secret")),
            (["--env", "1=2"], .badName(option: "--env")),
            (
                ["--matrix", "os"],
                .badForm(option: "--matrix", form: "key:value", example: "os:ubuntu-latest")
            ),
            (
                ["-P", "ubuntu-latest="],
                .badForm(
                    option: "--platform",
                    form: "label=image",
                    example: "ubuntu-latest=node:22-bookworm"
                )
            ),
            (
                ["--env-file", "none.env"],
                .input(.unreadable(path: "none.env", reason: "no such file or directory"))
            ),
            (["--env-file", "."], .input(.unreadable(path: ".", reason: "is a directory"))),
        ]
    )
    func refusals(arguments: [String], expected: RequestError) throws {
        #expect(throws: expected) { try request(arguments) }
        #expect(!expected.message.contains("hunter2"))
        #expect(expected.exitStatus == 64)
    }

    @Test("problems of all dotenv files come together, as an invalid file of the user's")
    func invalidFiles() throws {
        try scratch.file(".secrets", "nonsense")
        try scratch.file(".vars", "ok=1\n=")
        do {
            _ = try request([])
            Issue.record("two files are broken")
        } catch let error as RequestError {
            guard case .invalid(let diagnostics) = error else {
                Issue.record("\(error)")
                return
            }
            let places = diagnostics.compactMap { $0.span?.description }
            #expect(places == [".secrets:1:1", ".vars:2:1"])
            #expect(error.exitStatus == 3)
        }
    }
}
