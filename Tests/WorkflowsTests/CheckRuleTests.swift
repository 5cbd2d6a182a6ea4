import Diagnostics
import Testing

@testable import Workflows

@Suite("what is said of files that GitHub accepts or refuses")
struct CheckRuleTests {
    /// All that is said of a file, as `severity: message`.
    private static func said(of text: String, _ path: String = "ci.yml") -> [String] {
        let file = SourceFile(path: path, text: text)
        if path.hasPrefix("dependabot") {
            return DependabotParser.diagnostics(file).map { "\($0.severity): \($0.message)" }
        }
        let (workflow, problems) = WorkflowParser.parse(file)
        let findings = workflow.map {
            WorkflowChecks.findings(in: $0, of: file, surroundings: .init())
        }
        return (problems + (findings ?? [])).map { "\($0.severity): \($0.message)" }
    }

    private static func steps(_ steps: String, runsOn: String = "ubuntu-latest") -> String {
        "on: push\njobs:\n  a:\n    runs-on: \(runsOn)\n    steps:\n"
            + steps.split(separator: "\n").map { "      \($0)\n" }.joined()
    }

    @Test("a service without an image is refused")
    func service() {
        let job = "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: x}]\n"
        #expect(
            Self.said(of: job + "    services: {r: {}}")
                == ["error: Container image cannot be empty"]
        )
        #expect(Self.said(of: job + "    container: {}") == [])
    }

    @Test("a deprecated command in a comment is none")
    func comments() {
        let script = "- run: |\n    # was: ::set-output name=x::1\n    echo "
        #expect(Self.said(of: Self.steps(script + "x")) == [])
        #expect(
            Self.said(of: Self.steps(script + "'::set-output name=x::1'"))
                == ["warning: the workflow command `::set-output` is deprecated"]
        )
    }

    @Test("a shell of Windows behind a condition on the runner is no mistake")
    func shells() {
        let step = "- {run: x, shell: powershell, if: runner.os == 'Windows'}"
        #expect(Self.said(of: Self.steps(step)) == [])
        #expect(Self.said(of: Self.steps("- {run: x, shell: powershell}")).count == 1)
    }

    @Test("waiting for no step, and for one that is over, is told")
    func waiting() {
        let none = Self.said(of: Self.steps("- run: x\n- wait: []"))
        #expect(none == ["warning: `wait` names no step, so nothing comes of it"])
        let over = Self.said(of: Self.steps("- {id: s, run: x}\n- wait: s"))
        #expect(
            over == [
                "warning: `s` is no background step: it has ended before this one begins"
            ]
        )
        let good = "- {id: s, run: x, background: true}\n- wait: s"
        #expect(Self.said(of: Self.steps(good)) == [])
    }

    @Test("the beginning of a commit's number names no commit")
    func shortCommits() {
        let warning = "warning: The provided ref 'a1b2c3d' may be a shortened commit SHA."
        let step = Self.said(of: Self.steps("- uses: actions/checkout@a1b2c3d"))
        #expect(step.count == 1 && step[0].hasPrefix(warning), "\(step)")
        let call = "on: push\njobs: {a: {uses: o/r/.github/workflows/x.yml@a1b2c3d}}"
        let job = Self.said(of: call)
        #expect(job.count == 1 && job[0].hasPrefix(warning), "\(job)")
        #expect(Self.said(of: Self.steps("- uses: actions/checkout@deadline")) == [])
    }

    @Test("versions of actions that GitHub has closed down are told, and those that run are not")
    func closedDownVersions() {
        for (action, ref) in [
            ("cache", "v1"), ("cache", "v2.1.4"), ("cache/restore", "v3.3.3"), ("cache", "v4.1.2"),
            ("upload-artifact", "v3"), ("download-artifact", "v1.0.0"), ("Cache", "v3.1.0-beta"),
        ] {
            let said = Self.said(of: Self.steps("- uses: actions/\(action)@\(ref)"))
            #expect(
                said.count == 1 && said[0].contains("it uses a deprecated version of `actions/")
                    && said[0].contains(": \(ref)`. "),
                "\(action) \(ref): \(said)"
            )
        }
        for used in [
            "actions/cache@v3", "actions/cache@v3.4.0", "actions/cache@v4", "actions/cache@v4.2.0",
            "actions/cache@v5.0.1", "actions/upload-artifact@v4.0.0", "actions/cache@main",
            "octo/cache@v1", "actions/checkout@v2", "actions/download-artifact@v10",
        ] {
            let said = Self.said(of: Self.steps("- uses: \(used)"))
            #expect(said.allSatisfy { !$0.contains("deprecated version") }, "\(used): \(said)")
        }
    }

    @Test("concurrency groups that differ in letter case alone are a warning")
    func concurrency() {
        func said(_ group: String) -> [String] {
            Self.said(
                of: "on: push\nconcurrency: test\njobs:\n  a:\n    concurrency: \(group)\n"
                    + "    runs-on: x\n    steps: [{run: x}]\n"
            )
        }
        #expect(said("test").map { $0.prefix(6) } == ["error:"])
        #expect(said("Test").map { $0.prefix(8) } == ["warning:"])
        #expect(said("other") == [])
    }

    @Test("a comparison with an event that is none is never true")
    func eventNames() {
        let said = Self.said(of: Self.steps("- {run: x, if: github.event_name == 'pul_request'}"))
        #expect(said.count == 1, "\(said)")
        #expect(
            Self.said(of: Self.steps("- {run: x, if: github.event_name == 'pull_request'}")) == []
        )
    }

    @Test("options that GitHub decides itself are told")
    func options() {
        let said = Self.said(
            of: "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: x}]\n"
                + "    container: {image: a, options: --cpus 1 --network=host}\n"
        )
        #expect(
            said == [
                "warning: GitHub does not support the option `--network` of a job's container"
            ]
        )
    }

    @Test(
        "names that no secret and no variable can have are told",
        arguments: [
            ("secrets.GITHUB_FOO", false), ("secrets.GITHUB_TOKEN", true),
            ("secrets['a b']", false), ("vars.github_x", false), ("vars.A_1", true),
        ]
    )
    func names(reference: String, isPossible: Bool) {
        let said = Self.said(of: Self.steps("- run: x ${{ \(reference) }}"))
        #expect(said.isEmpty == isPossible, "\(said)")
    }

    @Test("a boolean input read from the payload is a text, and true in any case")
    func booleanInputs() {
        func said(_ condition: String) -> [String] {
            Self.said(
                of: "on: {workflow_dispatch: {inputs: {b: {type: boolean}, s: {}}}}\njobs:\n"
                    + "  a:\n    runs-on: x\n    if: \(condition)\n    steps: [{run: x}]\n"
            )
        }
        #expect(said("github.event.inputs.b").count == 1)
        #expect(said("github.event.inputs.s") == [])
        #expect(said("inputs.b") == [])
        #expect(said("github.event.inputs.b == 'true'") == [])
    }

    @Test("updates of Dependabot that overlap, and folders with patterns, are refused")
    func dependabot() {
        func update(_ keys: String) -> String {
            "  - {package-ecosystem: npm, schedule: {interval: daily}, \(keys)}\n"
        }
        func said(_ updates: String...) -> [String] {
            Self.said(
                of: "version: 2\nupdates:\n" + updates.map(update).joined(),
                "dependabot.yml"
            )
        }
        let overlap =
            "error: Update configs must have a unique combination of 'package-ecosystem', "
            + "'directory', and 'target-branch'. Ecosystem 'npm' has overlapping directories."
        #expect(said("directory: /", "directory: /") == [overlap])
        #expect(said("directory: /a", "directories: [/b, /a]") == [overlap])
        #expect(said("directory: /", "directory: /, target-branch: next") == [])
        #expect(
            said("directory: '/*'") == [
                "error: The property '#/updates/0/directory' must not include a glob pattern"
            ]
        )
        #expect(said("directory: /, open-pull-requests-limit: -1").count == 1)
        #expect(
            said("directory: /a", "vendor: true") == [
                "error: The property '#/updates/1' did not contain a required property of "
                    + "'directory'"
            ]
        )
    }
}
