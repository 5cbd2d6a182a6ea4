import Testing

@testable import Execution

@Suite("A step's environment")
struct StepEnvironmentTests {
    private func environment(
        _ configure: (inout StepEnvironment.Sources) -> Void
    ) -> StepEnvironment {
        var sources = StepEnvironment.Sources()
        configure(&sources)
        return StepEnvironment(sources)
    }

    @Test("what comes later in GitHub's order wins and each variable is there once")
    func order() {
        let environment = environment { sources in
            sources.layers = [
                [("A", "workflow"), ("B", "workflow"), ("C", "workflow"), ("a", "lower")],
                [("B", "job"), ("GITHUB_SHA", "mine")],
                [("B", "file"), ("D", "file")],
                [("D", "step"), ("ACTIONS_RUNTIME_URL", "mine"), ("INPUT_X", "mine")],
            ]
            sources.action = [("INPUT_X", "input"), ("STATE_Y", "state")]
            sources.runtime = [("ACTIONS_RUNTIME_URL", "http://127.0.0.1")]
            sources.github = [("sha", "abc"), ("head_ref", ""), ("ref_protected", "false")]
            sources.runner = [("os", "Linux"), ("temp", "/tmp")]
        }
        #expect(
            environment.variables.map { "\($0.name)=\($0.value)" } == [
                "A=workflow", "B=file", "C=workflow", "a=lower", "GITHUB_SHA=abc", "D=step",
                "ACTIONS_RUNTIME_URL=http://127.0.0.1", "INPUT_X=input", "STATE_Y=state",
                "GITHUB_HEAD_REF=", "GITHUB_REF_PROTECTED=false", "RUNNER_OS=Linux",
                "RUNNER_TEMP=/tmp", "GITHUB_ACTIONS=true", "CI=true",
            ]
        )
        #expect(environment["B"] == "file")
        #expect(environment["b"] == nil)
    }

    @Test("a value ends at a zero byte")
    func zeroByte() {
        let environment = environment { $0.layers = [[("A", "a\0b"), ("B", "\0"), ("C", "c")]] }
        #expect(environment["A"] == "a")
        #expect(environment["B"] == "")
        #expect(environment["C"] == "c")
    }

    @Test(
        "properties of the github context that are not on the allow-list stay inside",
        arguments: ["token", "event", "action_status", "secret_source", "repositoryUrl"]
    )
    func notExported(property: String) {
        let environment = environment { $0.github = [(property, "x"), ("actor", "y")] }
        #expect(environment.variables.map(\.name) == ["GITHUB_ACTOR", "GITHUB_ACTIONS", "CI"])
    }

    @Test("the allow-list is GitHub's")
    func allowList() {
        #expect(StepEnvironment.exportedProperties.count == 39)
    }

    @Test("GITHUB_ACTIONS is forced; CI is set only where it is not")
    func ci() {
        let own = environment { $0.layers = [[("CI", "false"), ("GITHUB_ACTIONS", "no")]] }
        #expect(own["CI"] == "false")
        #expect(own["GITHUB_ACTIONS"] == "true")
        let inherited = environment { $0.inherited = [("CI", "1")] }
        #expect(inherited["CI"] == nil)
    }

    @Test("PATH is set only when something is put before it")
    func path() {
        let base: (inout StepEnvironment.Sources) -> Void = { $0.inherited = [("PATH", "/bin")] }
        #expect(environment(base)["PATH"] == nil)
        let added = environment { sources in
            base(&sources)
            sources.pathAdditions = PathAdditions(["/a", "/b"])
        }
        #expect(added["PATH"] == "/b:/a:/bin")
    }

    @Test("a PATH of the workflow's env is the base, but for a job container's image")
    func ownPath() {
        for (isInJobContainer, expected) in [(false, "/a:/own"), (true, "/a:/bin")] {
            let environment = environment { sources in
                sources.layers = [[("PATH", "/own")]]
                sources.inherited = [("PATH", "/bin")]
                sources.pathAdditions = PathAdditions(["/a"])
                sources.isInJobContainer = isInJobContainer
            }
            #expect(environment["PATH"] == expected)
        }
    }

    @Test("values that begin with a runner folder are translated")
    func translation() {
        let environment = environment { sources in
            sources.layers = [[("A", "/w/r"), ("B", "x /w/r")]]
            sources.github = [("workspace", "/w/r/r")]
            sources.paths = PathTranslation([.init(host: "/w", container: "/__w")])
        }
        #expect(environment["A"] == "/__w/r")
        #expect(environment["B"] == "x /w/r")
        #expect(environment["GITHUB_WORKSPACE"] == "/__w/r/r")
    }
}
