import Diagnostics
import Testing

@testable import Workflows

@Suite("what is likely not meant")
struct CheckWarningTests {
    /// All that is said of a workflow or, by its name, an action, as `severity: message`.
    private static func said(
        of text: String,
        _ path: String = "ci.yml",
        _ surroundings: CheckSurroundings = .init()
    ) -> [String] {
        let file = SourceFile(path: path, text: text)
        var found: [Diagnostic]
        if path == "action.yml" {
            let (manifest, problems) = ActionManifestParser.parse(file)
            found = problems
            found +=
                manifest.map {
                    WorkflowChecks.findings(in: $0, of: file, surroundings: surroundings)
                } ?? []
        } else {
            let (workflow, problems) = WorkflowParser.parse(file)
            found = problems
            found +=
                workflow.map {
                    WorkflowChecks.findings(in: $0, of: file, surroundings: surroundings)
                } ?? []
        }
        return found.map { "\($0.severity): \($0.message)" }
    }

    private static func job(_ keys: String, on: String = "push") -> String {
        "on: \(on)\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{run: x}]\n"
            + keys.split(separator: "\n").map { "    \($0)\n" }.joined()
    }

    private static func step(_ step: String, on: String = "push") -> String {
        "on: \(on)\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
            + step.split(separator: "\n").map { "      \($0)\n" }.joined()
    }

    @Test("an expression that is a text is that text, also where none may stand")
    func literalExpressions() {
        #expect(Self.said(of: Self.step("- {run: x, shell: \"${{ 'sh {0}' }}\"}")) == [])
        #expect(Self.said(of: "name: ${{ 'x' }}\n" + Self.job("")) == [])
        #expect(
            Self.said(of: "name: ${{ github.ref }}\n" + Self.job("")).map { $0.prefix(6) }
                == ["error:"]
        )
        let other = "  z: {runs-on: ubuntu-latest, steps: [{run: x}]}\n"
        #expect(Self.said(of: Self.job("needs: ${{ 'z' }}") + other) == [])
    }

    @Test("`success` and `failure` of a job know the jobs that it needs, and no others")
    func statusArguments() {
        func said(_ condition: String) -> [String] {
            Self.said(
                of: Self.job("needs: [build]\nif: \(condition)")
                    + "  build: {runs-on: x, steps: [{run: x}]}\n"
                    + "  b:\n    runs-on: x\n    if: \(condition)\n    needs: other\n"
                    + "  other: {runs-on: x, steps: [{run: x}]}\n"
            )
        }
        let message = "warning: `needs` has no job"
        #expect(
            said("success('build', 'other')")
                == ["\(message) `other` here", "\(message) `build` here"]
        )
        #expect(said("failure('BUILD')") == ["\(message) `BUILD` here"])
        #expect(said("always() && failure('nope')").count == 2)
        #expect(said("success(github.ref) || failure()") == [])
    }

    @Test("a secret that callers pass may have any id, another one no `-`")
    func declaredSecrets() {
        let on = "{workflow_call: {secrets: {registry-password: {required: true}}}}"
        let step = "- run: x\n  env: {P: '${{ secrets.registry-password }}'}"
        #expect(Self.said(of: Self.step(step, on: on)) == [])
        let words = "warning: no secret can be called `registry-password`"
        #expect(Self.said(of: Self.step(step)).contains(words))
    }

    @Test("an excluded mapping that no value agrees with is told")
    func nestedExcludes() {
        func said(_ exclude: String) -> [String] {
            Self.said(
                of: Self.job(
                    "strategy:\n  matrix:\n    os: [{n: a, v: [1, 2]}, {n: b}]\n    exclude: "
                        + "[{os: \(exclude)}]"
                )
            )
        }
        let message = "warning: this excludes nothing: `os` is never"
        #expect(said("{n: a}") == [])
        #expect(said("{n: a, v: [1]}") == [])
        #expect(said("{v: [1, 2]}") == [])
        #expect(said("{n: c}") == ["\(message) like this"])
        #expect(said("{n: b, v: [1]}") == ["\(message) like this"])
        #expect(said("a") == ["\(message) 'a'"])
        #expect(said("{n: \"${{ github.ref }}\"}") == [])
    }

    @Test("a list that names nothing is told")
    func emptyLists() {
        let time = "warning: `schedule` names no time, so it never starts this workflow"
        #expect(Self.said(of: Self.job("", on: "schedule")) == [time])
        #expect(Self.said(of: Self.job("", on: "[push, schedule]")) == [time])
        #expect(Self.said(of: Self.job("", on: "{schedule: []}")) == [time])
        #expect(
            Self.said(of: Self.job("", on: "{push: {branches: []}}"))
                == ["warning: `branches` is an empty list"]
        )
        #expect(
            Self.said(of: Self.job("needs: []"))
                == ["warning: this list is empty, so the job waits for none"]
        )
        #expect(
            Self.said(of: Self.job("", on: "{issues: {types: []}}"))
                == ["warning: `types` is an empty list"]
        )
    }

    @Test("the default of a called workflow's input fits its type and reads those above it")
    func callDefaults() {
        func said(_ inputs: String) -> [String] {
            Self.said(of: Self.job("", on: "{workflow_call: {inputs: {\(inputs)}}}"))
        }
        let text = "{type: string, default: x}"
        #expect(said("a: \(text), b: {type: string, default: \"${{ inputs.a }}\"}") == [])
        #expect(
            said("b: {type: string, default: \"${{ inputs.a }}\"}, a: \(text)")
                == ["warning: `inputs` has no property `a`"]
        )
        #expect(
            said("a: \(text), b: {type: number, default: \"${{ inputs.a }}\"}")
                == ["warning: `inputs.a` is a text, where a number is wanted"]
        )
        #expect(
            said("a: {type: string, required: true, default: x}")
                == ["warning: the input `a` is required, so its default is never used"]
        )
    }

    @Test("what GitHub's server takes and its editor refuses is no error")
    func relaxed() {
        let cron = "\n  schedule:\n    - cron: |\n        0 4 * * *\n"
        #expect(Self.said(of: Self.job("", on: cron)) == [])
        let input = "{workflow_dispatch: {inputs: {n: {type: int}}}}"
        #expect(Self.said(of: Self.job("", on: input)) == ["warning: Unexpected value 'int'"])
        for filters in ["branches: ['**'], tags: ['!**']", "tags: ['v*'], branches: ['!**']"] {
            #expect(Self.said(of: Self.job("", on: "{push: {\(filters)}}")) == [])
        }
        #expect(Self.said(of: Self.job("", on: "{push: {tags: ['!**']}}")).count == 1)
    }

    @Test("any space between the fields of a schedule is one, for its warnings too")
    func scheduleSpaces() {
        for space in [" ", "  ", #"\t"#, #"\_"#] {
            let cron = ["*", "0", "*", "*", "1"].joined(separator: space)
            let said = Self.said(of: Self.job("", on: #"{schedule: [{cron: "\#(cron)"}]}"#))
            #expect(said.count == 1 && said[0].contains("every minute"), "\(said)")
        }
    }

    @Test(
        "`cache-mode` has four words, at a workflow and at a job of either kind",
        arguments: [
            ("read", true), ("write", true), ("write-only", true), ("none", true),
            ("Read", false), ("readonly", false), ("${{ 'read' }}", true), ("true", false),
        ]
    )
    func cacheModes(mode: String, isKnown: Bool) {
        let call = "on: push\njobs: {a: {uses: o/r/.github/workflows/x.yml@v1, cache-mode: M}}\n"
        let texts = ["cache-mode: M\n" + Self.job(""), Self.job("cache-mode: M"), call]
        for text in texts {
            let said = Self.said(of: text.replacing("M", with: "\"\(mode)\""))
            #expect(said == (isKnown ? [] : ["error: Unexpected value '\(mode)'"]))
        }
    }

    @Test("an option that is listed twice is told")
    func options() {
        let inputs = "{i: {type: choice, options: [a, b, a]}}"
        #expect(
            Self.said(of: Self.job("", on: "{workflow_dispatch: {inputs: \(inputs)}}"))
                == ["warning: the option `a` is listed twice"]
        )
    }

    @Test("no runner has two systems, and none takes a job without labels")
    func runnerLabels() {
        func said(_ labels: String) -> [String] {
            Self.said(of: "on: push\njobs: {a: {runs-on: \(labels), steps: [{run: x}]}}\n")
        }
        #expect(
            said("[ubuntu-latest, windows-latest]")
                == ["warning: no runner is both `ubuntu-latest` and `windows-latest`"]
        )
        #expect(said("[self-hosted, ubuntu-22.04]") == [])
        #expect(
            said("[]") == ["warning: this list of labels is empty, so no runner takes the job"]
        )
    }

    @Test("an object at `runs-on` has only a group and labels")
    func runnerObjects() {
        func said(_ value: String) -> [String] {
            Self.said(
                of: "on: push\njobs: {a: {runs-on: '${{ matrix.o }}', strategy: {matrix: {o: "
                    + "[\(value)]}}, steps: [{run: x}]}}\n"
            )
        }
        #expect(said("{foo: x}") == ["warning: Unexpected value 'foo'"])
        #expect(said("{group: x, labels: [a]}") == [])
        #expect(said("[a, b]") == [])
    }

    @Test(
        "an event that GitHub never fires is taken, and told",
        arguments: ["member", "[member]", "{member: }", "dynamic", "{member: {types: [added]}}"]
    )
    func unfiredEvents(on: String) {
        let said = Self.said(of: Self.job("", on: on))
        #expect(said.first?.hasSuffix("and starts no workflow for it") == true, "\(said)")
        #expect(said.allSatisfy { $0.hasPrefix("warning: ") }, "\(said)")
    }

    @Test(
        "comparisons of arrays, objects and literals whose result is known are told",
        arguments: [
            ("42 == github.event.labels", false), ("matrix.l == 42", true),
            ("matrix.l == 0", false), ("matrix.l != fromJSON('[1]')", true),
            ("matrix.l == matrix.m", true), ("matrix.l == matrix.l", false),
            ("1 > null", true), ("'foo' >= matrix.m", true), ("matrix.n > 1", false),
            ("github.run_number > 1", false),
        ]
    )
    func orders(condition: String, isTold: Bool) {
        let said = Self.said(
            of: Self.job("strategy: {matrix: {l: [[1]], m: [{x: 1}], n: [1, 2]}}")
                .replacing("run: x", with: "run: x, if: \"\(condition)\"")
        )
        #expect(said.count == (isTold ? 1 : 0), "\(said)")
    }

    @Test("what is refused in a group gets no second error for the level above")
    func followUps() {
        let group = "${{ github.ref }}-${{ env.FOO }}"
        let said = Self.said(
            of: "concurrency: \(group)\n" + Self.job("concurrency: \(group)")
        )
        #expect(said.count == 2 && said.allSatisfy { $0.contains("env") }, "\(said)")
    }

    @Test("a condition gets one finding, and one that contradicts itself is told")
    func conditions() {
        let mixed = Self.said(of: Self.step("- {run: x, if: \"a ${{ 'b' }} c\"}"))
        #expect(mixed.count == 1, "\(mixed)")
        #expect(
            Self.said(of: Self.step("- {run: x, if: failure() && success()}")) == [
                "warning: this `if` is never true, as `failure()` and `success()` are never true "
                    + "together"
            ]
        )
        #expect(Self.said(of: Self.step("- {run: x, if: failure() || success()}")) == [])
    }

    @Test("inputs of the event are there for `workflow_dispatch` alone")
    func eventInputs() {
        let step = "- {run: x, if: github.event.inputs.a == 'b'}"
        #expect(
            Self.said(of: Self.step(step))
                == ["warning: `github.event.inputs` has no property `a`"]
        )
        #expect(Self.said(of: Self.step(step, on: "workflow_call")) == [])
        let dispatch = "{push: , workflow_dispatch: {inputs: {a: {type: string}}}}"
        #expect(Self.said(of: Self.step(step, on: dispatch)) == [])
    }

    @Test(
        "what outsiders write is found in whole objects and behind variables of the file",
        arguments: [
            ("${{ toJSON(github.event) }}", true), ("${{ toJSON(github.event.issue) }}", true),
            ("${{ github.event.release.name }}", true), ("${{ env.T }}", true),
            ("${{ env.S }}", false), ("${{ toJSON(github.event.sender) }}", false),
            ("${{ github.event.number }}", false),
            ("${{ github.event[format('{0}', 'issue')].title }}", true),
            ("${{ github.event[github.job].number }}", false), ("${{ github[github.job] }}", false),
        ]
    )
    func injections(script: String, isOne: Bool) {
        let said = Self.said(
            of: Self.step(
                "- run: echo \(script)\n  env:\n    T: ${{ github.event.issue.title }}\n    S: x"
            )
        )
        #expect(said.isEmpty != isOne, "\(said)")
    }

    @Test("a workflow that is called by names alone has no secrets but those it declares")
    func secrets() {
        let text = Self.step(
            "- run: echo ${{ secrets.A }} ${{ secrets.B }} ${{ secrets.GITHUB_TOKEN }}",
            on: "{workflow_call: {secrets: {A: }}}"
        )
        #expect(Self.said(of: text) == [])
        var surroundings = CheckSurroundings()
        surroundings.passesSecretsByName = { $0 == "ci.yml" }
        #expect(
            Self.said(of: text, "ci.yml", surroundings)
                == ["warning: `workflow_call` declares no secret `B`"]
        )
    }

    @Test("what an action's file leaves out, or says that nobody knows, is told")
    func actions() {
        let runs = "runs: {using: composite, steps: []}\n"
        #expect(Self.said(of: "name: a\ndescription: b\n" + runs, "action.yml") == [])
        #expect(
            Self.said(of: "name: a\n" + runs, "action.yml")
                == ["warning: Required property is missing: description"]
        )
        #expect(
            Self.said(
                of:
                    "name: a\ndescription: b\nbranding: {color: pink, icon: bel}\noutputs: {o: {}}\n"
                    + runs,
                "action.yml"
            ) == [
                "warning: the marketplace has no color `pink`",
                "warning: the marketplace has no icon `bel`",
                "warning: the output `o` has no `value`, so it is always empty",
            ]
        )
    }

    @Test("the conditions of an action's stages, and its files, are looked at")
    func stages() {
        let head = "name: a\ndescription: b\nruns: {using: node20, main: gone.js, "
        #expect(
            Self.said(
                of: head + "post: p.js, post-if: \"runner.oss == 'x' && format('{1}', 1)\"}",
                "action.yml"
            ) == [
                "warning: `runner` has no property `oss`",
                "warning: The following format string references more arguments than were "
                    + "supplied: {1}",
            ]
        )
        var surroundings = CheckSurroundings()
        surroundings.hasFile = { $0 == "action.yml" ? ["p.js": true, "gone.js": false][$1] : nil }
        #expect(
            Self.said(of: head + "pre: unknown.js, post: p.js}", "action.yml", surroundings)
                == ["warning: `main` names `gone.js`, and there is no such file"]
        )
    }

    @Test("what a copy of a movable ref leads to is a warning that names the copy")
    func earlierCopies() {
        let caller = "on: push\njobs: {a: {uses: o/r/.github/workflows/x.yml@main}}\n"
        func said(_ called: String) -> [Diagnostic] {
            let (workflow, _) = WorkflowParser.parse(SourceFile(path: "ci.yml", text: caller))
            guard let workflow else { return [] }
            return ReusableCalls.read(from: workflow) { reference, _ in
                let file = SourceFile(path: reference.description, text: called)
                return .earlier(.found(file), note: "the copy of May")
            }.diagnostics
        }
        let call = "on: {workflow_call: {inputs: {i: {type: string, required: true}}}}\n"
        for called in [call + "jobs: {b: {runs-on: x, steps: [{run: x}]}}", "on: push\njobs: {"] {
            let found = said(called)
            #expect(!found.isEmpty && found.allSatisfy { $0.severity == .warning }, "\(found)")
            #expect(found.allSatisfy { $0.notes.contains("the copy of May") })
        }
    }
}
