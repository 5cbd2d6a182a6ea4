import Diagnostics
import RunEvents
import Testing

/// Jobs that call other workflow files, in containers and as processes of this machine.
@Suite("Called workflows", .needsDocker)
struct CalledWorkflowTests {
    private static let called = """
        on:
          workflow_call:
            inputs:
              version: { type: string, required: true }
              loud: { type: boolean }
            secrets:
              key: { required: true }
            outputs:
              url: { value: "https://example.org/${{ jobs.release.outputs.path }}" }
        env:
          OWN: ${{ inputs.version }}
        jobs:
          check:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: |
                  echo "file=$(cat note.txt)"
                  echo "outer=[$OUTER]"
          release:
            name: Release ${{ inputs.version }}
            needs: check
            runs-on: ubuntu-latest
            outputs: { path: "${{ steps.s.outputs.path }}" }
            steps:
              - id: s
                run: |
                  echo "length=$(printf %s '${{ secrets.key }}' | wc -c)"
                  echo "others=[${{ secrets.OTHER }}]"
                  echo "key=${{ secrets.key }}"
                  echo "path=v$OWN" >> "$GITHUB_OUTPUT"
              - run: echo "loud"
                if: inputs.loud

        """

    private static let caller = """
        on: push
        env: { OUTER: outer }
        jobs:
          build:
            runs-on: ubuntu-latest
            outputs: { version: "${{ steps.v.outputs.version }}" }
            steps: [{ id: v, run: 'echo "version=1.4" >> "$GITHUB_OUTPUT"' }]
          deploy:
            needs: build
            strategy: { matrix: { stage: [test, live] } }
            uses: ./.github/workflows/deploy.yml
            with:
              version: ${{ needs.build.outputs.version }}-${{ matrix.stage }}
            secrets: { key: "${{ secrets.KEY }}" }
          announce:
            needs: deploy
            runs-on: ubuntu-latest
            steps:
              - run: echo "deployed=${{ needs.deploy.result }} ${{ needs.deploy.outputs.url }}"

        """

    @Test("a called workflow runs with its inputs and secrets", arguments: [false, true])
    func calls(isOnHost: Bool) async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.called, named: "deploy")
            try fixture.workflow(Self.caller)
            try fixture.write("note.txt", "from the repository")
            let run = try await fixture.run(
                isOnHost ? "--host" : "--event=push",
                "ci",
                "-s",
                "KEY=swordfish",
                "-s",
                "OTHER=other-secret"
            )
            #expect(run.exitStatus == 0, "\(run)")
            for leg in ["deploy (1)", "deploy (2)"] {
                #expect(run.conclusion("\(leg)/check") == .success)
                #expect(run.value("file", in: "\(leg)/check") == "from the repository")
                #expect(run.value("outer", in: "\(leg)/check") == "[]")
                #expect(run.value("length", in: "\(leg)/release") == "9")
                #expect(run.value("others", in: "\(leg)/release") == "[]")
                #expect(run.value("key", in: "\(leg)/release") == "***")
            }
            #expect(run.job("deploy (1)/release")?.outputs == ["path": "v1.4-test"])
            #expect(
                run.value("deployed", in: "announce")?
                    .hasPrefix("success https://example.org/v1.4-") == true
            )
            #expect(!(run.standardOutput + run.standardError).contains("swordfish"))
        }
    }

    @Test("what is wrong with a call, or with a called file, is told before anything runs")
    func errors() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on: push
                jobs:
                  missing: { uses: ./.github/workflows/deplyo.yml }
                  inputs: { uses: ./.github/workflows/deploy.yml, with: { verson: 1 } }
                  broken: { uses: ./.github/workflows/broken.yml }

                """
            )
            try fixture.workflow(Self.called, named: "deploy")
            try fixture.workflow(
                "on: workflow_call\njobs: { a: { runs-on: x, stps: [] } }\n",
                named: "broken"
            )
            let run = try await fixture.run("ci", "--host")
            #expect(run.exitStatus == 3, "\(run)")
            let text = run.diagnostics.map {
                "\($0.span?.description ?? ""): \($0.message) \($0.help ?? "")"
            }.joined(separator: "\n")
            for part in [
                "ci.yml:3:20", "workflow was not found", "did you mean",
                "Invalid input, verson is not defined", "Secret key is required",
                "broken.yml:2:26", "Unexpected value 'stps'",
            ] {
                #expect(text.contains(part), "\(part) in \(text)")
            }
        }
    }

    @Test("a local folder stands for the repository of a called workflow")
    func substitute() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                "on: push\njobs: { far: { uses: octo/shared/.github/workflows/a.yml@v1 } }\n"
            )
            try fixture.write(
                "shared/.github/workflows/a.yml",
                "on: workflow_call\njobs: { near: { uses: ./.github/workflows/b.yml } }\n"
            )
            try fixture.write(
                "shared/.github/workflows/b.yml",
                """
                on: workflow_call
                jobs:
                  j:
                    runs-on: ubuntu-latest
                    steps: [{ run: 'echo "ref=${{ job.workflow_ref }}"' }]

                """
            )
            let absent = try await fixture.run("ci", "--host", "--action-offline-mode")
            #expect(absent.exitStatus == 5, "\(absent)")
            #expect(absent.job("far")?.reason?.contains("--local-repository") == true)
            try fixture.write(".actlocal.yml", "actions: { octo/shared: ./shared }\n")
            let run = try await fixture.run("ci", "--host")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(
                run.value("ref", in: "far/near/j") == "octo/shared/.github/workflows/b.yml@v1"
            )
        }
    }
}
