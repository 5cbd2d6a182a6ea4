import Expressions
import RunEvents
import Testing

/// With which shell, where, and in which environment a script runs.
@Suite("Step shells", .timeLimit(.minutes(20)))
struct StepShellTests {
    @Test("the default shell has no pipefail, `shell: bash` has")
    func pipefail() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { name: default, run: false | true }
                  - { name: bash, shell: bash, run: false | true }
            """
        )
        #expect(await run.steps == ["1 default: success", "2 bash: failure"])
    }

    @Test("`defaults.run` reaches a job's steps, no action's; an empty folder is the workspace")
    func defaults() async throws {
        var options = LocalRun.Options()
        options.files = [
            "low/x": "", "own/x": "",
            "act/action.yml": """
            runs:
              using: composite
              steps:
                - { shell: bash, run: 'echo "inner=${PWD##*/}"' }
            """,
        ]
        let run = try await LocalRun.run(
            """
            on: push
            defaults: { run: { shell: "sh -u {0}", working-directory: low } }
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - run: 'echo "job=${PWD##*/}"; echo "shell=$-"'
                  - { working-directory: own, run: 'echo "own=${PWD##*/}"' }
                  - { working-directory: "${{ env.NONE }}", run: 'echo "empty=${PWD##*/} $-"' }
                  - { uses: ./act }
            """,
            options
        )
        #expect(await run.value("job") == "low")
        #expect(await run.value("shell")?.contains("u") == true)
        #expect(await run.value("own") == "own")
        #expect(await run.value("empty")?.hasPrefix("repo ") == true)
        #expect(await run.value("empty")?.contains("u") == true)
        #expect(await run.value("inner") == "repo")
    }

    @Test("`defaults.run` of a job replaces all of the workflow's")
    func replacedDefaults() async throws {
        let run = try await LocalRun.run(
            """
            on: push
            defaults: { run: { shell: "sh -u {0}", working-directory: low } }
            jobs:
              a:
                runs-on: ubuntu-latest
                defaults: { run: { working-directory: high } }
                steps: [{ run: 'echo "one=${PWD##*/} $-"; false | true' }]
              b:
                runs-on: ubuntu-latest
                defaults: { run: { shell: bash } }
                steps: [{ run: 'echo "two=${PWD##*/} $-"' }]
            """,
            .init(files: ["low/x": "", "high/x": ""])
        )
        #expect(await run.jobEnds.allSatisfy { $0.conclusion == .success })
        #expect(await run.value("one")?.hasPrefix("high ") == true)
        #expect(await run.value("one")?.contains("u") == false)
        #expect(await run.value("two")?.hasPrefix("repo ") == true)
    }

    @Test("`defaults.run` is evaluated once, before the first step, and an error fails the job")
    func defaultsAreEvaluatedOnce() async throws {
        let run = try await LocalRun.run(
            """
            on: push
            jobs:
              once:
                runs-on: ubuntu-latest
                env: { D: /usr }
                defaults: { run: { working-directory: "${{ env.D }}" } }
                steps:
                  - run: echo "D=/etc" >> "$GITHUB_ENV"
                  - run: echo "where=$PWD"
              wrong:
                runs-on: ubuntu-latest
                env: { J: "{" }
                defaults: { run: { working-directory: "${{ fromJSON(env.J).dir }}" } }
                steps: [{ uses: ./act }]
            """,
            .init(files: [
                "act/action.yml": """
                runs: { using: composite, steps: [{ shell: bash, run: echo ran=1 }] }
                """
            ])
        )
        #expect(await run.value("where") == "/usr")
        #expect(await run.value("ran") == nil)
        #expect(await Set(run.jobs) == ["once: success", "wrong: failure"])
    }

    @Test("a working directory that is missing and a shell that is missing fail in GitHub's words")
    func missing() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { name: folder, working-directory: nowhere, run: 'true' }
                  - { name: shell, if: always(), shell: "no-such-shell {0}", run: 'true' }
                  - { name: format, if: always(), shell: bash -e, run: 'true' }
                  - { name: matcher, if: always(), run: 'echo ::add-matcher::nope.json' }
            """
        )
        let errors = await run.annotations(.error)
        try #require(errors.count == 5)
        #expect(errors[0].contains("An error occurred trying to start process '/"))
        #expect(errors[0].contains("/bash' with working directory '/"))
        #expect(errors[0].hasSuffix("/repo/repo/nowhere'. No such file or directory"))
        #expect(errors[1] == "no-such-shell: command not found")
        #expect(errors[2].hasPrefix("Invalid shell option. Shell must be a valid built-in"))
        #expect(
            errors[3] == "Unable to process command '::add-matcher::nope.json' successfully."
        )
        let steps = ["folder", "shell", "format", "matcher"].enumerated()
        #expect(await run.steps == steps.map { "\($0 + 1) \($1): failure" })
        let headers = await run.events.compactMap { event -> Substring? in
            guard case .log(let log) = event else { return nil }
            return log.text.split(separator: "\n").first { $0.hasPrefix("shell: ") }
        }
        try #require(headers.count == 3)
        #expect(headers[0].hasPrefix("shell: /") && headers[0].hasSuffix("/bash -e {0}"))
        #expect(headers[1].hasPrefix("shell: /") && headers[1].hasSuffix("/bash -e"))
    }

    @Test("env: step over GITHUB_ENV over job over workflow, and the runner's own over all")
    func precedence() async throws {
        let run = try await LocalRun.run(
            """
            on: push
            env: { A: workflow, B: workflow, C: workflow, D: workflow, CI: no }
            jobs:
              a:
                runs-on: ubuntu-latest
                env: { B: job, C: job, D: job, GITHUB_JOB: mine }
                steps:
                  - run: |
                      echo "C=file" >> "$GITHUB_ENV"; echo "D=file" >> "$GITHUB_ENV"
                      echo "own=$C"
                  - env: { D: step }
                    run: |
                      echo "all=$A $B $C $D $CI $GITHUB_JOB"
                      echo "context=${{ env.A }} ${{ env.B }} ${{ env.C }} ${{ env.D }}"
                      echo "hidden=${{ env.GITHUB_ACTIONS }}${{ env.HOME }}"
                      echo "marks=$ACT $ACTLOCAL $GITHUB_ACTIONS [$GITHUB_ACTION_REF]"
            """
        )
        #expect(await run.value("own") == "job")
        #expect(await run.value("all") == "workflow job file step no a")
        #expect(await run.value("context") == "workflow job file step")
        #expect(await run.value("hidden") == "")
        #expect(await run.value("marks") == "true true true []")
    }

    @Test("env of workflow and job see vars, secrets and the matrix, and may be masked")
    func jobEnvironment() async throws {
        var options = LocalRun.Options()
        options.vars = [("PLACE", "north")]
        options.secrets = [("KEY", "hunter2"), ("ACTIONS_STEP_DEBUG", "true")]
        let run = try await LocalRun.run(
            """
            on: push
            env: { PLACE: "${{ vars.PLACE }}" }
            jobs:
              a:
                runs-on: ubuntu-latest
                strategy: { matrix: { os: [linux] } }
                env: { OS: "${{ matrix.os }}", KEY: "${{ secrets.KEY }}" }
                steps:
                  - run: 'echo "seen=$PLACE $OS $KEY true"'
            """,
            options
        )
        #expect(await run.value("seen") == "north linux *** true")
        #expect(await !run.everything.contains("hunter2"))
    }

    @Test("the debug log tells how conditions came about, without secrets")
    func debuggedConditions() async throws {
        var options = LocalRun.Options()
        options.secrets = [("KEY", "hunter2")]
        options.isDebug = true
        let run = try await LocalRun.run(
            """
            on: push
            jobs:
              a:
                runs-on: ubuntu-latest
                env: { KEY: "${{ secrets.KEY }}" }
                steps:
                  - { name: no, if: "env.KEY == 'x' && env.NONE", run: 'true' }
            """,
            options
        )
        let everything = await run.everything.replacing("\\'", with: "'")
        for line in [
            "Evaluating condition for step: 'no'",
            "Evaluating: (success() && ((env.KEY == 'x') && env.NONE))",
            "Expanded: (true && (('***' == 'x') && env.NONE))", "Result: false",
        ] {
            #expect(everything.contains(line), "\(line)")
        }
        #expect(!everything.contains("hunter2"))
    }

    @Test("the shell is found on the runner's PATH, whatever PATH its script gets")
    func ownPath() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { name: own, run: 'echo "path=$PATH"', env: { PATH: /nothing } }
                  - { name: export, shell: bash, run: 'echo PATH=/none >> "$GITHUB_ENV"' }
                  - { name: after, shell: bash, run: 'echo "later=$PATH"' }
            """
        )
        #expect(await run.steps == ["1 own: success", "2 export: success", "3 after: success"])
        let output = await run.output
        #expect(output.contains("path=/nothing"))
        #expect(output.contains("later=/none"))
    }
}
