import RunEvents
import Testing

@testable import Execution

/// JavaScript actions: what they are given, and what they do before and after all steps.
///
/// They name an old release line, for which the node of any machine that has one can stand.
@Suite(
    "JavaScript actions",
    .timeLimit(.minutes(20)),
    .enabled(if: LocalHost.hasNode, "there is no node on this machine")
)
struct JavaScriptActionTests {
    /// An action whose every stage says its name and what it was given.
    private static func speaking(_ stages: String = "", inputs: String = "") -> [String: String] {
        [
            "action.yml": """
            \(inputs)
            runs:
              using: node16
              main: dist/main.js
              \(stages)
            """,
            "dist/main.js": script("main"), "dist/pre.js": script("pre"),
            "dist/post.js": script("post"),
        ]
    }

    private static func script(_ stage: String) -> String {
        """
        const { env } = process, fs = require('fs');
        console.log(`order=\(stage) ${env.INPUT_WHO} [${env.STATE_first}]`);
        fs.appendFileSync(env.GITHUB_STATE, 'first=\(stage)\\n');
        fs.appendFileSync(env.GITHUB_OUTPUT, 'said=\(stage)\\n');
        if (env.INPUT_FAIL === '\(stage)') process.exitCode = 3;
        """
    }

    private static func options(
        workspace: [String: [String: String]] = [:],
        elsewhere: [String: [String: String]] = [:]
    ) throws -> LocalRun.Options {
        var options = LocalRun.Options()
        for (folder, files) in workspace {
            for (name, text) in files { options.files["\(folder)/\(name)"] = text }
        }
        for (action, files) in elsewhere {
            let folder = "/tmp/actlocal-actions-\(UInt64.random(in: 0 ... .max))"
            for (name, text) in files { try LocalRun.writeFile(text, to: "\(folder)/\(name)") }
            options.substitutes.append(.init(pattern: action, folder: folder))
        }
        return options
    }

    @Test("an action of the workspace has its inputs, its outputs, and a post stage")
    func local() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { id: x, uses: ./act, with: { who: me, two words: 1 } }
                  - run: echo "said=${{ steps.x.outputs.said }}"
            """,
            Self.options(workspace: [
                "act": Self.speaking(
                    "pre: dist/pre.js\n  post: dist/post.js",
                    inputs: "inputs: { who: {}, two words: {}, fail: { default: none } }"
                )
            ])
        )
        let order = await run.values("order")
        #expect(order == ["main me [undefined]", "post me [main]"])
        #expect(await run.value("said") == "main")
        let warnings = await run.annotations(.warning)
        let expected = "`pre` execution is not supported for local action from './act'"
        #expect(Set(warnings) == [expected])
        let names = await run.begunSteps
        #expect(names == ["Run ./act", "Run echo \"said=main\"", "Post Run ./act"])
    }

    @Test("pre stages come before all steps, post stages after them in reverse order")
    func order() async throws {
        let stages = "pre: dist/pre.js\n  post: dist/post.js"
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - run: echo "order=first"
                  - { uses: octo/act@v1, with: { who: one }, name: One }
                  - { uses: octo/act@v1, with: { who: two } }
            """,
            Self.options(elsewhere: ["octo/act": Self.speaking(stages)])
        )
        let order = await run.values("order")
        #expect(
            order == [
                "pre one [undefined]", "pre two [undefined]", "first", "main one [pre]",
                "main two [pre]", "post two [main]", "post one [main]",
            ]
        )
        let names = await run.begunSteps
        #expect(
            names == [
                "Pre One", "Pre Run octo/act@v1", "Run echo \"order=first\"", "One",
                "Run octo/act@v1", "Post Run octo/act@v1", "Post One",
            ]
        )
    }

    @Test("a failed post fails the job; what has not begun has no post")
    func failures() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { uses: octo/act@v1, with: { who: one, fail: post } }
                  - { uses: octo/act@v1, with: { who: two, fail: main } }
                  - { uses: octo/act@v1, with: { who: three } }
                  - { uses: octo/act@v1, with: { who: four }, if: always() }
            """,
            Self.options(elsewhere: ["octo/act": Self.speaking("post: dist/post.js")])
        )
        let order = await run.values("order")
        #expect(
            order == [
                "main one [undefined]", "main two [undefined]", "main four [undefined]",
                "post four [main]", "post two [main]", "post one [main]",
            ]
        )
        #expect(await run.jobs == ["a: failure"])
    }

    @Test("pre-if and post-if decide, with the job's status as it is then")
    func conditions() async throws {
        let stages = """
            pre: dist/pre.js
              pre-if: runner.os == 'Windows'
              post: dist/post.js
              post-if: success()
            """
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { uses: octo/act@v1, with: { who: one } }
                  - run: exit 1
            """,
            Self.options(elsewhere: ["octo/act": Self.speaking(stages)])
        )
        let order = await run.values("order")
        #expect(order == ["main one [undefined]"])
    }

    @Test("stages inside composite actions come with those of the action around them")
    func composite() async throws {
        let stages = "pre: dist/pre.js\n  post: dist/post.js"
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { uses: octo/outer@v1, with: { whom: you } }
                  - { uses: octo/act@v1, with: { who: three } }
            """,
            Self.options(elsewhere: [
                "octo/act": Self.speaking(stages),
                "octo/outer": [
                    "action.yml": """
                    inputs: { whom: {} }
                    runs:
                      using: composite
                      steps:
                        - { id: one, uses: octo/act@v1, with: { who: 'one ${{ inputs.whom }}' } }
                        - { uses: octo/act@v1, with: { who: 'two ${{ steps.one.outputs.said }}' } }
                        - { uses: octo/act@v1, if: 'false', with: { who: never } }
                    """
                ],
            ])
        )
        let order = await run.values("order")
        #expect(
            order == [
                "pre one you [undefined]", "pre two  [undefined]", "pre never [undefined]",
                "pre three [undefined]", "main one you [pre]", "main two main [pre]",
                "main three [pre]", "post three [main]", "post never [pre]",
                "post two main [main]", "post one you [main]",
            ]
        )
    }

    @Test("an action knows where it is from, and a script beside it does not")
    func origin() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { id: it, uses: octo/act@v1 }
                  - run: echo "script=[$GITHUB_ACTION_REPOSITORY][$GITHUB_ACTION_REF]"
            """,
            Self.options(elsewhere: [
                "octo/act": [
                    "action.yml": "runs: { using: node16, main: main.js }",
                    "main.js": """
                    const e = process.env;
                    console.log(`origin=${e.GITHUB_ACTION_REPOSITORY} ${e.GITHUB_ACTION_REF}`);
                    console.log(`action=${e.GITHUB_ACTION} [${e.GITHUB_ACTION_PATH}]`);
                    console.log(`folder=${process.cwd() === e.GITHUB_WORKSPACE}`);
                    """,
                ]
            ])
        )
        #expect(await run.value("origin") == "octo/act v1")
        #expect(await run.value("action") == "it [undefined]")
        #expect(await run.value("folder") == "true")
        #expect(await run.value("script") == "[][]")
    }

    @Test("state of save-state reaches the post stage")
    func saveState() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - uses: ./act
            """,
            Self.options(workspace: [
                "act": [
                    "action.yml": "runs: { using: node16, main: main.js, post: post.js }",
                    "main.js": "console.log('::save-state name=word::of old');",
                    "post.js": "console.log(`state=${process.env.STATE_word}`);",
                ]
            ])
        )
        #expect(await run.value("state") == "of old")
    }

    @Test("a failed pre keeps the steps from running, not what is to be done after them")
    func failedPre() async throws {
        let stages = "pre: dist/pre.js\n  post: dist/post.js"
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { uses: octo/act@v1, with: { who: one, fail: pre }, continue-on-error: true }
                  - { uses: octo/act@v1, with: { who: two, fail: pre } }
                  - run: echo "order=never"
            """,
            Self.options(elsewhere: ["octo/act": Self.speaking(stages)])
        )
        let order = await run.values("order")
        #expect(
            order == [
                "pre one [undefined]", "pre two [undefined]", "post two [pre]", "post one [pre]",
            ]
        )
        #expect(await run.jobs == ["a: failure"])
        #expect(await run.steps.contains("1-pre Pre Run octo/act@v1: failure/success"))
        #expect(await run.disorder == [])
    }

    @Test("a cancelled job still does what is to be done after all steps")
    func cancelled() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { uses: octo/act@v1, with: { who: one } }
                  - run: echo waiting; exec sleep 60
                  - { uses: octo/act@v1, with: { who: two } }
            """,
            Self.options(elsewhere: ["octo/act": Self.speaking("post: dist/post.js")])
        ) { run in
            await run.record.wait(for: "waiting")
            run.signal.cancel(.user)
        }
        let order = await run.values("order")
        #expect(order == ["main one [undefined]", "post one [main]"])
        #expect(await run.jobs == ["a: cancelled"])
    }

    @Test("an action is ended when its time is over, and its post stage still runs")
    func timeout() async throws {
        var options = try Self.options(workspace: [
            "act": [
                "action.yml": "runs: { using: node16, main: main.js, post: post.js }",
                "main.js": "setTimeout(() => {}, 60_000);",
                "post.js": "console.log('post=done');",
            ]
        ])
        // Long enough for node to start on a busy machine, which the post stage has to.
        options.minute = .seconds(8)
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - { name: slow, uses: ./act, timeout-minutes: 1 }
            """,
            options
        )
        #expect(
            await run.annotations(.error) == ["The action 'slow' has timed out after 1 minutes."]
        )
        #expect(await run.value("post") == "done")
    }

    @Test("background actions keep their state and have their post stages in order")
    func background() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - parallel:
                      - { uses: octo/act@v1, with: { who: one } }
                  - { id: two, uses: octo/act@v1, with: { who: two }, background: true }
                  - wait: two
                  - { uses: octo/act@v1, with: { who: three } }
            """,
            Self.options(elsewhere: ["octo/act": Self.speaking("post: dist/post.js")])
        )
        let order = await run.values("order").suffix(3)
        #expect(order == ["post three [main]", "post two [main]", "post one [main]"])
        #expect(await run.jobs == ["a: success"])
    }

    @Test("a file that is not there fails the step in GitHub's words")
    func missingFile() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - uses: ./act
            """,
            Self.options(workspace: [
                "act": ["action.yml": "runs: { using: node16, main: gone.js }"]
            ])
        )
        let errors = await run.annotations(.error)
        #expect(errors.contains { $0.hasPrefix("File not found: '") }, "\(errors)")
    }
}
