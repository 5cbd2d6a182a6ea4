import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Actions whose image is made from a Dockerfile.
@Suite("Actions with a Dockerfile", .needsDocker)
struct DockerfileActionTests {
    private static let image = TestImages.busybox

    private func provide() async throws { try await TestImages.shared.provide(Self.image) }

    @Test("an action of the workspace is built from its own files and gets inputs, args and env")
    func local() async throws {
        try await provide()
        try await ProgramFixture.with { fixture in
            try fixture.write(
                "greet/action.yml",
                """
                name: Greet
                inputs:
                  who to greet: { default: world }
                  mode: { default: "${{ github.job }}" }
                outputs: { said: { description: what was said } }
                runs:
                  using: docker
                  image: Dockerfile
                  env: { MODE: "mode-${{ inputs.mode }}", OWN: action }
                  args: ["${{ inputs.who to greet }}", 'two "words"', ""]
                """.replacing("inputs.who to greet", with: "inputs['who to greet']")
            )
            try fixture.write(
                "greet/Dockerfile",
                """
                FROM \(Self.image)
                COPY . /action
                RUN chmod +x /action/entry.sh
                ENTRYPOINT ["/action/entry.sh"]
                """
            )
            try fixture.write(
                "greet/entry.sh",
                """
                #!/bin/sh
                echo "args=$#:$1:$2:$3"
                echo "env=$MODE $OWN"
                echo "input=$(env | sed -n 's/^INPUT_WHO_TO_GREET=//p')"
                echo "files=$(ls -A /action | tr '\\n' ' ')"
                echo "said=hello $1" >> "$GITHUB_OUTPUT"

                """
            )
            try fixture.write("greet/.dockerignore", "*.log\nsecret\n!keep.log\n")
            for name in ["a.log", "keep.log", "secret/x"] { try fixture.write("greet/\(name)", "") }
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - uses: ./greet
                        id: greet
                        env: { OWN: step }
                        with: { who to greet: you, unknown: x }
                      - run: echo "output=${{ steps.greet.outputs.said }}"
                      - uses: ./greet
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            let output = run.output("a")
            #expect(output.contains("args=3:you:two \"words\":"), "\(output)")
            #expect(output.contains("args=3:world:two \"words\":"))
            #expect(output.contains("env=mode-a step"))
            #expect(output.contains("env=mode-a action"))
            #expect(output.contains("input=you"))
            #expect(output.contains("files=.dockerignore Dockerfile action.yml entry.sh keep.log "))
            #expect(output.contains("output=hello you"))
            #expect(output.filter { $0.hasPrefix("Step 1/") }.count == 1, "it is built once")
            #expect(run.annotations.contains { $0.message.contains("'unknown'") })
        }
    }

    @Test("a folder with a Dockerfile alone is an action, which entrypoint and args may change")
    func dockerfileAlone() async throws {
        try await provide()
        try await ProgramFixture.with { fixture in
            try fixture.write(
                "plain/Dockerfile",
                "FROM \(Self.image)\nCMD [\"echo\", \"from=image\"]\n"
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - uses: ./plain
                      - { uses: ./plain, with: { args: 'echo from=args' } }
                      - { uses: ./plain, with: { entrypoint: /bin/sh, args: '-c "echo by=$INPUT_ENTRYPOINT"' } }
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.output("a").contains("from=image"))
            #expect(run.output("a").contains("from=args"))
            #expect(run.output("a").contains("by=/bin/sh"))
        }
    }

    @Test("an image's own user need not write the step's files, and the action's `CI` stays")
    func ownUser() async throws {
        try await provide()
        try await ProgramFixture.with { fixture in
            try fixture.write(
                "own/action.yml",
                """
                name: Own
                description: Runs as its image's user.
                runs: { using: docker, image: Dockerfile, env: { CI: act } }
                """
            )
            try fixture.write(
                "own/Dockerfile",
                "FROM \(Self.image)\nENV CI=image\nUSER worker\nCMD [\"sh\", \"-c\", "
                    + "\"echo ci=$CI user=$(id -u)\"]\n"
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - uses: ./own
                      - { uses: ./own, env: { CI: step } }
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            let output = run.output("a")
            #expect(output.contains("ci=act user=1234"), "\(output)")
            #expect(output.contains("ci=step user=1234"), "\(output)")
        }
    }

    @Test("a build that fails fails the step and shows what the build wrote")
    func failure() async throws {
        try await provide()
        try await ProgramFixture.with { fixture in
            try fixture.write(
                "bad/Dockerfile",
                "FROM \(Self.image)\nRUN echo ::error::last-words && false\n"
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - { id: bad, uses: ./bad, continue-on-error: true }
                      - run: echo "outcome=${{ steps.bad.outcome }}"
                      - uses: ./none
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            #expect(run.value("outcome", in: "a") == "failure")
            #expect(run.output("a").contains("::error::last-words"), "a build gives no commands")
            let failure = "Docker build failed with exit code 1: "
            #expect(run.annotations.contains { $0.message.hasPrefix(failure) })
            let place = "under '/home/runner/work/project/project/none'"
            #expect(run.annotations.contains { $0.message.contains(place) })
        }
    }

    @Test("an action of a repository has its stages before and after the job's steps")
    func stages() async throws {
        try await provide()
        try await ProgramFixture.with { fixture in
            try fixture.write(
                "stand-in/action.yml",
                """
                name: Stages
                inputs: { word: {} }
                runs:
                  using: docker
                  image: Dockerfile
                  pre-entrypoint: /stage/pre
                  entrypoint: /stage/main
                  post-entrypoint: /stage/post
                  args: ["${{ inputs.word }}"]
                """
            )
            try fixture.write(
                "stand-in/Dockerfile",
                "FROM \(Self.image)\nCOPY . /stage\nRUN chmod +x /stage/*\n"
            )
            for (name, next) in [("pre", "one"), ("main", "two"), ("post", "three")] {
                try fixture.write(
                    "stand-in/\(name)",
                    "#!/bin/sh\necho \"\(name)=$1-$INPUT_WORD-$STATE_AT\"\n"
                        + "echo AT=\(next) >> $GITHUB_STATE\n"
                )
            }
            try fixture.write(
                ".actlocal.yml",
                "actions: { octo/stages: ./stand-in }\n"
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: echo first
                      - { uses: octo/stages@v1, with: { word: given } }
                      - run: exit 1
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            let lines = run.output("a").filter { line in
                ["first", "pre=", "main=", "post="].contains { line.hasPrefix($0) }
            }
            let expected = [
                "pre=given-given-", "first", "main=given-given-one", "post=given-given-two",
            ]
            #expect(lines == expected)
        }
    }

    /// A program that refuses to be anything but process 1.
    private static let firstProcess = """
        #!/bin/sh
        [ $$ = 1 ] || { echo "init: fatal: can only run as pid 1"; exit 100; }
        echo "first=$(id -u) $(pwd) $INPUT_WHO $HOME"
        for number in $(seq 2000); do echo "out $number"; echo "err $number" >&2; done
        echo "said=yes" >> "$GITHUB_OUTPUT"
        echo "NAME=value" >> "$GITHUB_ENV"
        echo "::warning::a first word"
        exit "$INPUT_STATUS"

        """

    @Test("a program that has taken process 1 is asked to end when its run is cancelled")
    func firstProcessCancelled() async throws {
        try await provide()
        try await ProgramFixture.with { fixture in
            try fixture.write(
                "first/init",
                """
                #!/bin/sh
                [ $$ = 1 ] || exit 100
                trap 'echo "asked=INT"; exit 3' INT
                echo "begun=yes"
                while :; do sleep 0.1; done
                """
            )
            try Self.writeFirst(fixture)
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - { uses: ./first, id: first }
                      - run: echo "after=${{ steps.first.outcome }}"
                        if: always()
                """
            )
            try await fixture.commit()
            let running = fixture.start(["run", "--json", "ci"])
            try await running.line(containing: "begun=yes")
            running.signal(SIGINT)
            let run = try await running.finish()
            try await fixture.expectNothingLeft(by: running)
            #expect(run.exitStatus == 130, "\(run)")
            #expect(run.value("asked", in: "a") == "INT")
            #expect(run.value("after", in: "a") == "cancelled")
        }
    }

    @Test("a program that has to be process 1 is, with all that actions have")
    func firstProcess() async throws {
        try await provide()
        try await ProgramFixture.with { fixture in
            try fixture.write("first/init", Self.firstProcess)
            try Self.writeFirst(fixture)
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - { uses: ./first, id: first }
                      - run: echo "after=${{ steps.first.outputs.said }} $NAME"
                      - { uses: ./first, id: bad, continue-on-error: true, with: { status: 7 } }
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            let output = run.output("a")
            #expect(output.contains("first=0 /github/workspace me /github/home"), "\(output)")
            #expect(output.contains("after=yes value"))
            #expect(run.annotations.contains { $0.message == "a first word" })
            // All of what it wrote came, in its order.
            let lines = output.filter { $0.hasPrefix("out ") || $0.hasPrefix("err ") }
            let expected = (1...2000).flatMap { ["out \($0)", "err \($0)"] }
            let isWhole = Array(lines.prefix(4000)) == expected
            #expect(isWhole)
            #expect(run.steps("a").contains { $0.exitStatus == 7 && $0.outcome == .failure })
        }
    }

    /// Writes an action beside `first/init`, its program, which has to be process 1.
    private static func writeFirst(_ fixture: ProgramFixture) throws {
        try fixture.write(
            "first/Dockerfile",
            """
            FROM \(image)
            COPY init /init
            RUN chmod 755 /init
            ENTRYPOINT ["/init"]
            """
        )
        try fixture.write(
            "first/action.yml",
            """
            name: First
            description: Is process 1.
            inputs: { who: { default: me }, status: { default: 0 } }
            runs: { using: docker, image: Dockerfile }
            """
        )
    }
}
