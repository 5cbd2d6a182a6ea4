import RunEvents
import Testing

/// JavaScript actions in job containers, and what they run on there.
@Suite("JavaScript actions in containers", .needsDocker)
struct JavaScriptActionTests {
    private static let manifest = """
        name: Speaks
        description: Says what it was given.
        inputs: { who: { description: Whom., default: world } }
        outputs: { said: { description: It. } }
        runs: { using: node20, pre: pre.js, main: main.js, post: post.js }
        """

    private static func script(_ stage: String) -> String {
        """
        const fs = require('fs'), e = process.env;
        console.log(`\(stage)=${e.INPUT_WHO} [${e.STATE_before}]`);
        fs.appendFileSync(e.GITHUB_STATE, 'before=\(stage)\\n');
        fs.appendFileSync(e.GITHUB_OUTPUT, 'said=\(stage)\\n');
        """
    }

    @Test("a substitute has its pre and post stages, with keys of their own in the events")
    func stages() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write("speak/action.yml", Self.manifest)
            for stage in ["pre", "main", "post"] {
                try fixture.write("speak/\(stage).js", Self.script(stage))
            }
            try fixture.write(".actlocal.yml", "actions: { octo/speak: ./speak }")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { id: s, uses: octo/speak@v1, with: { who: you } }
                      - run: echo "said=${{ steps.s.outputs.said }}"
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("pre", in: "a") == "you [undefined]")
            #expect(run.value("main", in: "a") == "you [pre]")
            #expect(run.value("post", in: "a") == "you [main]")
            #expect(run.value("said", in: "a") == "main")
            #expect(
                run.steps("a").map { "\($0.step) \($0.name)" } == [
                    "1-pre Pre Run octo/speak@v1", "1 Run octo/speak@v1",
                    "2 Run echo \"said=main\"",
                    "1-post Post Run octo/speak@v1",
                ]
            )
            let node = try #require(run.substitutions.first { $0.kind == .nodeRuntime }, "\(run)")
            let remarks = run.output("a").contains { $0.contains("running with Node 24") }
            #expect(remarks == node.replacement.hasPrefix("node 24."), "\(node)")
        }
    }

    /// A job in an image without a node, which a step makes look like one of glibc's.
    private static let bareJob = """
        jobs:
          a:
            runs-on: ubuntu-latest
            container: \(TestImages.busybox)
            steps:
              - uses: actions/checkout@v4
              - run: |
                  mkdir -p /lib64
                  touch /lib64/ld-linux-x86-64.so.2 /lib64/ld-linux-aarch64.so.1
              - uses: ./speak
        """

    /// A project whose action is a script of the stand-in for a node in the cache.
    private func prepare(_ fixture: ProgramFixture) async throws {
        try fixture.write("speak/action.yml", "runs: { using: node24, main: main.js }")
        try fixture.write("speak/main.js", "echo \"node=$1\"; echo \"main=in $PWD\"")
        try fixture.workflow(Self.bareJob)
        let node = "#!/bin/sh\n[ \"$1\" = --version ] && echo v24.9.0 || exec sh \"$1\" $0\n"
        for architecture in ["x64", "arm64"] {
            for (version, text) in [("24.9.0", node), ("24.10.0", "#!/bin/sh\nexit 1\n")] {
                let name = "\(version)-glibc-\(architecture)"
                try await fixture.cachedProgram("actlocal/nodes/\(name)/bin/node", text)
            }
        }
    }

    @Test("an image without a node has those that this machine keeps, unless they do not run there")
    func kept() async throws {
        try await TestImages.shared.provide(TestImages.busybox)
        try await ProgramFixture.with { fixture in
            try await prepare(fixture)
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("node", in: "a")?.hasPrefix("/.actlocal/nodes/24.9.0-glibc-") == true)
            #expect(run.value("main", in: "a") == "in /__w/project/project")
        }
    }

    @Test("an engine elsewhere gets the node that an action needs")
    func elsewhere() async throws {
        try await TestImages.shared.provide(TestImages.busybox)
        try await ProgramFixture.with { fixture in
            try await prepare(fixture)
            let address = try await fixture.relayEngine()
            let run = try await fixture.run("ci", adding: ["DOCKER_HOST": address])
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("node", in: "a")?.hasPrefix("/__w/_nodes/24.9.0-glibc-") == true)
        }
    }
}
