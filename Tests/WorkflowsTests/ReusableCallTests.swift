import Diagnostics
import Testing
import Workflows

@Suite("calls of reusable workflows")
struct ReusableCallTests {
    private func problems(
        _ call: String,
        _ called: String,
        policy: Permissions.Policy = .unknown,
        limits: CallLimits = CallLimits()
    ) throws -> [Diagnostic] {
        let text = "on: push\njobs:\n  a:\n    uses: ./.github/workflows/called.yml\n\(call)"
        let (workflow, diagnostics) = WorkflowParser.parse(SourceFile(path: "ci.yml", text: text))
        #expect(diagnostics.isEmpty)
        return ReusableCalls.read(
            from: try #require(workflow),
            policy: policy,
            limits: limits
        ) { reference, _ in
            reference == .local(path: ".github/workflows/called.yml")
                ? .found(SourceFile(path: "called.yml", text: called)) : .missing(help: nil)
        }.diagnostics
    }

    private static func job(permissions: String) -> String {
        let steps = "steps: [{run: x}]"
        return "on: workflow_call\njobs: {b: {runs-on: x, permissions: \(permissions), \(steps)}}"
    }

    private let jobs = "jobs: {b: {runs-on: x, steps: [{run: x}]}}\n"

    @Test("inputs and secrets have to be those declared, of their types, and none missing")
    func arguments() throws {
        let called =
            """
            on:
              workflow_call:
                inputs:
                  text: {type: string, required: true}
                  flag: {type: boolean}
                  count: {type: number, required: true}
                secrets: {token: {required: true}, other: }
            \(jobs)
            """
        let call =
            """
                with: {TEXT: 1, flag: 'yes', cuont: 3}
                secrets: {othr: x}
            """
        let problems = try problems(call, called)
        #expect(
            problems.map(\.message) == [
                "Unexpected value 'yes'",
                "Invalid input, cuont is not defined in the referenced workflow.",
                "Input count is required, but not provided while calling.",
                "Invalid secret, othr is not defined in the referenced workflow.",
                "Secret token is required, but not provided while calling.",
            ]
        )
        #expect(problems[0].help?.contains("${{ fromJSON(…) }}") == true)
        #expect(problems[1].help == "did you mean `count`?")
        let expressions =
            "    with: {text: a, count: '${{ fromJSON(vars.n) }}'}\n    secrets: inherit\n"
        #expect(try self.problems(expressions, called).isEmpty)
    }

    @Test("a called file has to declare `workflow_call`, and its own errors are told")
    func calledFile() throws {
        #expect(
            try problems("", "on: push\n\(jobs)").map(\.message)
                == ["workflow_call key is not defined in the referenced workflow."]
        )
        let broken = try problems("", "on: workflow_call\njobs: {b: {runs-on: x, stps: []}}")
        #expect(broken.map(\.span?.file) == ["called.yml"])
        #expect(broken[0].notes.last == "called from ci.yml:4:11")
    }

    @Test("a called workflow whose jobs have no steps is refused, as the caller would be")
    func noSteps() throws {
        let idle = try problems("", "on: workflow_call\njobs: {b: {runs-on: x}, c: {runs-on: x}}")
        #expect(idle.count == 1 && idle[0].message.hasSuffix("the following jobs: b, c"))
        #expect(idle[0].severity == .error && idle[0].span?.file == "called.yml")
    }

    @Test("a called workflow may narrow permissions and not widen them")
    func permissions() throws {
        let writes = "on: workflow_call\npermissions: {contents: write}\n\(jobs)"
        #expect(try problems("", writes, policy: .write).isEmpty)
        #expect(try problems("    permissions: write-all\n", writes).isEmpty)
        let unknown = try problems("", writes)
        #expect(unknown.map(\.severity) == [.warning])
        #expect(unknown[0].notes[0].contains("new repository"), "\(unknown)")
        let refused = try problems("", writes, policy: .limitedRead)
        #expect(refused.map(\.code) == [.callPermissions])
        #expect(
            refused[0].message.hasSuffix("'contents: write', but is only allowed 'contents: read'.")
        )
        let job = Self.job(permissions: "{issues: read}")
        #expect(
            try problems("    permissions: {}\n", job).map(\.message) == [
                "Error calling workflow './.github/workflows/called.yml'. The nested job 'b' is "
                    + "requesting 'issues: read', but is only allowed 'issues: none'."
            ]
        )
    }

    @Test("`read-all` allows what `read-all` asks for")
    func readAll() throws {
        let reads = "on: workflow_call\npermissions: read-all\n\(jobs)"
        for own in ["read-all", "write-all"] {
            #expect(try problems("    permissions: \(own)\n", reads).isEmpty)
        }
        let job = Self.job(permissions: "{id-token: write}")
        let refused = try problems("    permissions: read-all\n", job).map(\.message)
        #expect(refused.count == 1 && refused[0].hasSuffix("allowed 'id-token: read'."))
    }

    @Test("a circle of calls ends at the depth limit")
    func circle() throws {
        let circle = "on: workflow_call\njobs: {b: {uses: ./.github/workflows/called.yml}}"
        let problems = try problems("", circle)
        #expect(
            problems.map(\.githubMessage) == ["Nested reusable workflow depth exceeded 9."]
        )
        #expect(
            problems.first?.notes
                == ["these files call each other in a circle: `called.yml` → `called.yml`"]
        )
    }

    @Test("two calls in each of many files do not multiply without end")
    func fanOut() throws {
        let calls = (0..<20).map { "b\($0): {uses: ./.github/workflows/called.yml}" }
        let fan = "on: workflow_call\njobs: {\(calls.joined(separator: ", "))}"
        #expect(try problems("", fan).map(\.code) == [.callLimit])
    }

    @Test("a chain of files that call each other many times is checked once each")
    func chain() throws {
        let text = "on: push\njobs: {a: {uses: o/r/.github/workflows/f1.yml@v}}"
        let workflow = try #require(
            WorkflowParser.parse(SourceFile(path: "ci.yml", text: text)).workflow
        )
        let (called, problems) = ReusableCalls.read(from: workflow) { reference, _ in
            let name = reference.description
            guard let level = name.first(where: \.isNumber).flatMap({ Int(String($0)) }), level < 9
            else {
                return .found(SourceFile(path: name, text: "on: workflow_call\n\(jobs)"))
            }
            let next = "o/r/.github/workflows/f\(level + 1).yml@v"
            let calls = (0..<50).map { "b\($0): {uses: \(next)}" }.joined(separator: ", ")
            return .found(SourceFile(path: name, text: "on: workflow_call\njobs: {\(calls)}"))
        }
        #expect(problems.isEmpty)
        #expect(called.files.count == 9)
    }

    @Test("a file that is not there is an error at the call, one that cannot be had is none")
    func absentFiles() throws {
        let text =
            """
            on: push
            jobs:
              a: {uses: ./.github/workflows/gone.yml}
              b: {uses: o/r/.github/workflows/far.yml@v1}
              c: {uses: $/.github/workflows/near.yml}
            """
        let workflow = try #require(
            WorkflowParser.parse(SourceFile(path: "ci.yml", text: text)).workflow
        )
        let (called, problems) = ReusableCalls.read(from: workflow) { reference, _ in
            switch reference {
            case .local(".github/workflows/gone.yml", _): .missing(help: "write it")
            case .local(let path, _):
                .found(SourceFile(path: path, text: "on: workflow_call\n\(jobs)"))
            case .repository: .unavailable(reason: "too far")
            }
        }
        #expect(problems.map(\.span?.description) == ["ci.yml:3:13"])
        #expect(problems.map(\.help) == ["write it"])
        let targets = workflow.jobs.compactMap { job -> String? in
            guard case .call(let call) = job.kind else { return nil }
            switch called.target(of: call) {
            case .workflow(let workflow): return workflow.file
            case .unavailable(let reason): return reason
            }
        }
        #expect(
            targets == [
                "the file was not read", "too far", ".github/workflows/near.yml",
            ]
        )
    }
}
