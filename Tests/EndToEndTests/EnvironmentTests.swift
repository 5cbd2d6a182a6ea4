import RunEvents
import Testing

/// What steps find in their environment, and what they hand to later ones.
@Suite("Environment", .needsDocker)
struct EnvironmentTests {
    @Test("a step's env beats the job's, which beats the workflow's, which beats `--env`")
    func precedence() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on: push
                env: { A: workflow, B: workflow, C: workflow }
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    env: { B: job, C: job, FROM: 'see ${{ github.job }}' }
                    steps:
                      - env: { C: step, E: "${{ env.A }}" }
                        run: echo "seen=$A $B $C $D, $FROM, ${{ env.C }} $E"
                      - run: echo "later=$C"
                """
            )
            let run = try await fixture.run("ci", "--env", "A=line", "--env", "D=line")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("seen", in: "a") == "workflow job step line, see a, step workflow")
            #expect(run.value("later", in: "a") == "job")
        }
    }

    @Test("environment files hand variables, paths, outputs and summaries on")
    func environmentFiles() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                #"""
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - id: set
                        run: |
                          echo "SMALL=one=two" >> "$GITHUB_ENV"
                          printf '%s\n' 'LARGE<<EOF' a '' b EOF >> "$GITHUB_ENV"
                          mkdir -p /tmp/tools /tmp/more
                          printf '#!/bin/sh\necho from tools' > /tmp/tools/mytool
                          chmod +x /tmp/tools/mytool
                          echo /tmp/more >> "$GITHUB_PATH"
                          echo /tmp/tools >> "$GITHUB_PATH"
                          { echo 'text<<EOF'; echo 'x'; echo 'y'; echo EOF; } >> "$GITHUB_OUTPUT"
                          echo '## Title' >> "$GITHUB_STEP_SUMMARY"
                          echo "unset=${SMALL-nothing}"
                          echo "::set-output name=old::way"
                      - run: |
                          echo "small=$SMALL"
                          echo "large=$(printf '%s' "$LARGE" | tr '\n' '|')"
                          echo "tool=$(mytool)"
                          echo "path=$PATH"
                          echo "old=${{ steps.set.outputs.old }}"
                          echo "text=$(printf '%s' "$TEXT" | tr '\n' '|')"
                          echo '- more' >> "$GITHUB_STEP_SUMMARY"
                        env: { TEXT: '${{ steps.set.outputs.text }}' }
                """#
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("unset", in: "a") == "nothing")
            #expect(run.value("small", in: "a") == "one=two")
            #expect(run.value("large", in: "a") == "a||b")
            #expect(run.value("tool", in: "a") == "from tools")
            #expect(run.value("path", in: "a")?.hasPrefix("/tmp/tools:/tmp/more:/") == true)
            #expect(run.value("old", in: "a") == "way")
            #expect(run.value("text", in: "a") == "x|y")
            #expect(run.summary.contains("## Title") && run.summary.contains("- more"))
        }
    }

    @Test("a broken environment file fails its step")
    func brokenFile() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { name: bad, run: 'echo "no equals sign" >> "$GITHUB_ENV"' }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1)
            #expect(run.step("a", "bad")?.exitStatus == 0)
            #expect(
                run.annotations.contains { $0.message.contains("Invalid format 'no equals sign'") },
                "\(run)"
            )
        }
    }

    @Test("the default variables are those of GitHub's runner")
    func defaults() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on: push
                name: The name
                jobs:
                  the-job:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - id: this
                        run: |
                          for name in CI GITHUB_ACTIONS ACT ACTLOCAL GITHUB_JOB GITHUB_WORKFLOW \\
                            GITHUB_EVENT_NAME GITHUB_REF GITHUB_REF_NAME GITHUB_ACTION RUNNER_OS \\
                            GITHUB_WORKSPACE GITHUB_SERVER_URL HOME PWD; do
                            eval "echo $name=\\"\\$$name\\""
                          done
                          test -n "$GITHUB_RUN_ID" && test -n "$RUNNER_ARCH"
                          test -d "$RUNNER_TEMP" && test -d "$RUNNER_TOOL_CACHE"
                          tr -d ' ' < "$GITHUB_EVENT_PATH" | grep -q '"ref":"refs/heads/main"'
                          test "$GITHUB_SHA" = "$(git rev-parse HEAD)"
                          test "$GITHUB_WORKSPACE" = "${{ github.workspace }}"
                          test "${{ runner.temp }}" = "$RUNNER_TEMP"
                          test "$RUNNER_ENVIRONMENT" = github-hosted
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            let expected = [
                "CI": "true", "GITHUB_ACTIONS": "true", "ACT": "true", "ACTLOCAL": "true",
                "GITHUB_JOB": "the-job", "GITHUB_WORKFLOW": "The name",
                "GITHUB_EVENT_NAME": "push", "GITHUB_REF": "refs/heads/main",
                "GITHUB_REF_NAME": "main", "GITHUB_ACTION": "this", "RUNNER_OS": "Linux",
                "GITHUB_WORKSPACE": "/home/runner/work/project/project",
                "PWD": "/home/runner/work/project/project",
                "GITHUB_SERVER_URL": "https://github.com", "HOME": "/home/runner",
            ]
            for (name, value) in expected {
                #expect(run.value(name, in: "the-job") == value, "\(name)")
            }
        }
    }

    @Test("working-directory and shell come from the step, the job's defaults or the workflow's")
    func defaultsKeys() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write("a/x", "")
            try fixture.write("b/x", "")
            try fixture.workflow(
                """
                on: push
                defaults: { run: { shell: sh, working-directory: a } }
                jobs:
                  one:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: echo "where=${PWD##*/} ${BASH_VERSION:-sh}"
                  two:
                    runs-on: ubuntu-latest
                    defaults: { run: { working-directory: b } }
                    steps:
                      - uses: actions/checkout@v4
                      - run: echo "where=${PWD##*/} ${BASH_VERSION:-sh}"
                      - { working-directory: ., shell: bash, run: 'echo "top=${PWD##*/}"' }
                      - { name: gone, working-directory: nowhere, run: 'true' }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.value("where", in: "one") == "a sh")
            #expect(run.value("where", in: "two")?.hasPrefix("b 5.") == true, "\(run)")
            #expect(run.value("top", in: "two") == "project")
            #expect(run.step("two", "gone")?.outcome == .failure)
            #expect(run.annotations.contains { $0.message.contains("nowhere") }, "\(run)")
        }
    }

    @Test("every shell runs its scripts, and only bash by name has pipefail")
    func shells() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { name: default, run: 'false | true; echo "one=${BASH_VERSION:+bash}"' }
                      - { name: bash, shell: bash, continue-on-error: true, run: 'false | true' }
                      - { name: errexit, continue-on-error: true, run: "false\\necho two=never" }
                      - { name: sh, shell: sh, run: 'echo "three=$0"' }
                      - { name: python, shell: python, run: 'print("four=%d" % (6 * 7))' }
                      - { name: custom, shell: 'perl {0}', run: 'print "five=", "a" x 3, "\\n";' }
                      - { name: options, shell: 'bash -u {0}', continue-on-error: true,
                          run: 'echo "$NOT_SET_AT_ALL"' }
                      - { name: none, shell: 'no-such-shell {0}', continue-on-error: true, run: x }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("one", in: "a") == "bash")
            #expect(run.step("a", "bash")?.outcome == .failure)
            #expect(run.step("a", "errexit")?.outcome == .failure)
            #expect(run.value("two", in: "a") == nil)
            #expect(run.value("three", in: "a")?.hasSuffix(".sh") == true)
            #expect(run.value("four", in: "a") == "42")
            #expect(run.value("five", in: "a") == "aaa")
            #expect(run.step("a", "options")?.outcome == .failure)
            #expect(run.step("a", "none")?.outcome == .failure)
            #expect(run.annotations.contains { $0.message.contains("no-such-shell") }, "\(run)")
        }
    }
}
