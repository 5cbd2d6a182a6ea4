import RunEvents
import Testing

/// Steps that name an image, and actions that run in a container.
@Suite("Container actions", .needsDocker)
struct ContainerActionTests {
    private static let image = TestImages.busybox

    @Test("a step that names an image shares the job's files at GitHub's places")
    func files() async throws {
        try await TestImages.shared.provide(Self.image)
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                env: { FROM_WORKFLOW: workflow }
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: echo from-job > made && echo temp > "$RUNNER_TEMP/scratch"
                      - uses: docker://\(Self.image)
                        id: act
                        env: { OWN: step }
                        with:
                          entrypoint: /bin/sh
                          args: >-
                            -c "echo folder=$(pwd -P); echo made=$(cat made);
                            echo temp=$(cat /github/runner_temp/scratch);
                            echo env=$FROM_WORKFLOW-$OWN-$FROM_IMAGE-$HOME-$CI;
                            echo place=$GITHUB_WORKSPACE-$RUNNER_TEMP-$GITHUB_EVENT_PATH;
                            echo input=$INPUT_ENTRYPOINT; test -s $GITHUB_EVENT_PATH;
                            echo back > returned; echo kept > $HOME/kept;
                            echo answer=42 >> $GITHUB_OUTPUT; echo LATER=on >> $GITHUB_ENV;
                            echo /extra >> $GITHUB_PATH; echo '# Done' >> $GITHUB_STEP_SUMMARY;
                            echo ::notice file=/github/workspace/made,line=1::seen"
                      - run: |
                          echo "returned=$(cat returned)"
                          echo "output=${{ steps.act.outputs.answer }} $LATER"
                          case "$PATH" in /extra:*) echo path=first ;; esac
                          ls "$RUNNER_TEMP/_runner_file_commands" | grep -c _ > left || true
                      - uses: docker://\(Self.image)
                        with: { args: cat /github/home/kept }
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("folder", in: "a") == "/github/workspace")
            #expect(run.value("made", in: "a") == "from-job")
            #expect(run.value("temp", in: "a") == "temp")
            #expect(run.value("env", in: "a") == "workflow-step-yes-/github/home-true")
            #expect(
                run.value("place", in: "a")
                    == "/github/workspace-/github/runner_temp-/github/workflow/event.json"
            )
            #expect(run.value("input", in: "a") == "/bin/sh")
            #expect(run.value("returned", in: "a") == "back")
            #expect(run.value("output", in: "a") == "42 on")
            #expect(run.value("path", in: "a") == "first")
            #expect(run.output("a").contains("kept"))
            let notice = run.annotations.first { $0.message == "seen" }
            #expect(notice?.file == "made")
        }
    }

    @Test("a container that fails fails its step, without `run`'s words, and is removed")
    func failure() async throws {
        try await TestImages.shared.provide(Self.image)
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - id: bad
                        continue-on-error: true
                        uses: docker://\(Self.image)
                        with: { args: sh -c "echo LATE=yes >> $GITHUB_ENV; exit 3" }
                      - run: echo "outcome=${{ steps.bad.outcome }} $LATE"
                      - uses: docker://\(Self.image)
                        with: { entrypoint: /no/such/program }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            #expect(run.value("outcome", in: "a") == "failure yes")
            #expect(!run.output("a").contains { $0.contains("exit code 3") })
            #expect(run.annotations.contains { $0.message.contains("/no/such/program") })
        }
    }
}
