import RunEvents
import Testing

/// Actions of the repository itself, made of steps.
@Suite("Composite actions", .needsDocker)
struct CompositeActionTests {
    @Test("`$/path` is the project's own action: no checkout, and no regard to the workspace")
    func ownRepository() async throws {
        try await ProgramFixture.with { fixture in
            let action = """
                name: Own
                description: Says where it is from.
                runs:
                  using: composite
                  steps:
                    - shell: bash
                      run: |
                        echo "said=$(cat "$GITHUB_ACTION_PATH/../shared/text")"
                        echo "origin=${{ github.action_repository }}"
                        test ! -e "$GITHUB_ACTION_PATH/../../.git"
                """
            try fixture.write("actions/own/action.yml", action + "\n    - uses: $/actions/inner\n")
            try fixture.write(
                "actions/inner/action.yml",
                action.replacing("said=", with: "inner=").replacing("Own", with: "Inner")
            )
            try fixture.write("actions/shared/text", "of the repository\n")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: "mkdir -p actions/own && echo 'runs: {}' > actions/own/action.yml"
                      - uses: $/actions/own
                  b: { runs-on: ubuntu-latest, steps: [{ uses: $/../elsewhere }] }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.value("said", in: "a") == "of the repository", "\(run)")
            #expect(run.value("inner", in: "a") == "of the repository", "\(run)")
            #expect(run.exitStatus == 5, "\(run)")
        }
    }

    @Test("inputs go in, outputs come out, also through an action inside an action")
    func inputsAndOutputs() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write(
                "actions/inner/action.yml",
                """
                name: Inner
                description: Doubles a word.
                inputs:
                  word: { description: The word., required: true }
                outputs:
                  twice: { description: Twice., value: '${{ steps.t.outputs.twice }}' }
                runs:
                  using: composite
                  steps:
                    - id: t
                      shell: bash
                      run: echo "twice=${{ inputs.word }}${{ inputs.word }}" >> "$GITHUB_OUTPUT"
                """
            )
            try fixture.write(
                "actions/outer/action.yml",
                """
                name: Outer
                description: Greets.
                inputs:
                  who: { description: Whom., default: world }
                  file: { description: A file., default: data.txt }
                outputs:
                  greeting: { description: It., value: '${{ steps.in.outputs.twice }}!' }
                runs:
                  using: composite
                  steps:
                    - id: in
                      uses: ./actions/inner
                      with: { word: '${{ inputs.who }}' }
                    - shell: bash
                      run: |
                        echo "data=$(cat "$GITHUB_ACTION_PATH/${{ inputs.file }}")"
                        echo "same=${{ github.action_path == env.GITHUB_ACTION_PATH }}"
                        echo "HANDED_ON=yes" >> "$GITHUB_ENV"
                        echo "env=[$STEP_OWN][$JOB_OWN][${INPUT_WHO-none}]"
                    - { if: 'false', shell: bash, run: echo never }
                """
            )
            try fixture.write("actions/outer/data.txt", "the data\n")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    env: { JOB_OWN: job }
                    steps:
                      - uses: actions/checkout@v4
                      - id: o
                        uses: ./actions/outer
                        with: { who: you }
                        env: { STEP_OWN: step }
                      - run: |
                          echo "greeting=${{ steps.o.outputs.greeting }}"
                          echo "inner=[${{ steps.in.outputs.twice }}]"
                          echo "handed=$HANDED_ON ${STEP_OWN-gone}"
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("data", in: "a") == "the data")
            #expect(run.value("env", in: "a") == "[step][job][none]")
            #expect(run.value("greeting", in: "a") == "youyou!")
            #expect(run.value("inner", in: "a") == "[]")
            #expect(run.value("handed", in: "a") == "yes gone")
            #expect(run.steps("a").contains { $0.step == "2.1.1" }, "\(run)")
        }
    }

    @Test("a failure inside starts failure() steps inside, and fails the action's step")
    func failure() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write(
                "fragile/action.yml",
                """
                name: Fragile
                description: Fails.
                runs:
                  using: composite
                  steps:
                    - { shell: bash, run: exit 9 }
                    - { name: plain, shell: bash, run: echo never }
                    - { name: repair, if: failure(), shell: bash, run: echo "repaired=yes" }
                """
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - { id: f, uses: ./fragile, continue-on-error: true }
                      - run: echo "outcome=${{ steps.f.outcome }} ${{ steps.f.conclusion }}"
                      - { name: again, uses: ./fragile }
                      - { name: after, run: echo never }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1)
            #expect(run.value("repaired", in: "a") == "yes")
            #expect(run.step("a", "plain")?.outcome == .skipped)
            #expect(run.value("outcome", in: "a") == "failure success")
            #expect(run.step("a", "again")?.outcome == .failure)
            #expect(run.step("a", "after")?.outcome == .skipped)
        }
    }

    @Test("a local action without a checkout fails with GitHub's words")
    func withoutCheckout() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write("x/action.yml", "name: x\n")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: ./x
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1)
            #expect(
                run.annotations.contains {
                    $0.message.contains("Did you forget to run actions/checkout")
                }
            )
        }
    }

    @Test("a substitute stands for an action of another repository, and the report says so")
    func substitute() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write(".actlocal.yml", "actions:\n  some/tool: local/tool\n")
            try fixture.write(
                "local/tool/action.yml",
                """
                name: Tool
                description: Stands in.
                runs:
                  using: composite
                  steps:
                    - shell: bash
                      run: echo "ran=${GITHUB_ACTION_PATH##*/_actions/}"
                """
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: some/tool@v2
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("ran", in: "a") == "some/tool/v2")
            #expect(
                run.substitutions.contains { $0.kind == .action && $0.original == "some/tool@v2" }
            )
        }
    }
}
