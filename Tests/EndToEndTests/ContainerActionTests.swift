import Diagnostics
import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

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
                            echo input=$INPUT_ENTRYPOINT; test -S /var/run/docker.sock; test -s $GITHUB_EVENT_PATH;
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

    @Test("an image that is not to be had fails the job before its first step")
    func missing() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: echo first
                      - uses: docker://registry.invalid/none:1
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 4, "\(run)")
            #expect(run.job("a")?.reason?.contains("registry.invalid/none:1") == true)
            #expect(run.steps("a").map(\.outcome) == [.skipped, .skipped])
            #expect(run.diagnostics.contains { $0.span?.start.line == 7 })
        }
    }

    @Test("an image that nobody looked for is listed when its step is skipped in a job that passes")
    func unseen() async throws {
        try await TestImages.shared.provide(Self.image)
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { if: failure(), uses: 'docker://registry.invalid/none:1' }
                      - { if: failure(), uses: 'docker://\(Self.image)' }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.notHonoured.map(\.subject) == ["image `registry.invalid/none:1`"])
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

/// Container actions beside what else a job has: containers, services, other steps, signals.
@Suite("Container actions in their job", .needsDocker)
struct ContainerActionJobTests {
    private static let image = TestImages.busybox

    @Test("a job's container and its actions share home, event and services' network")
    func jobContainer() async throws {
        try await TestImages.shared.provide(Self.image)
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    container: \(Self.image)
                    services:
                      store:
                        image: actlocal/redis:7
                        options: --health-cmd "redis-cli ping"
                    steps:
                      - run: echo from-job > $HOME/note && echo file > made
                      - uses: docker://\(Self.image)
                        with:
                          args: >-
                            sh -c "echo note=$(cat $HOME/note) made=$(cat made);
                            test -s $GITHUB_EVENT_PATH && echo event=there;
                            printf 'PING\\r\\nQUIT\\r\\n' | nc -w 5 store 6379 | tr -d '\\r';
                            echo back > /github/home/reply; echo V=1 >> $GITHUB_ENV"
                      - run: echo "reply=$(cat /github/home/reply) $V"
                  b:
                    runs-on: ubuntu-latest
                    services:
                      store:
                        image: actlocal/redis:7
                        options: --health-cmd "redis-cli ping"
                        ports: [6379]
                    steps:
                      - uses: docker://\(Self.image)
                        with:
                          args: >-
                            sh -c "printf 'PING\\r\\nQUIT\\r\\n' | nc -w 5 store 6379 | tr -d '\\r'"
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("note", in: "a") == "from-job made=file")
            #expect(run.value("event", in: "a") == "there")
            #expect(run.output("a").contains("+PONG"))
            #expect(run.value("reply", in: "a") == "back 1")
            #expect(run.output("b").contains("+PONG"))
        }
    }

    @Test("a link out of the job's files is not followed, and nothing runs behind it")
    func hostileLink() async throws {
        try await TestImages.shared.provide(Self.image)
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - working-directory: /
                        run: rm -rf "$GITHUB_WORKSPACE" && ln -s / "$GITHUB_WORKSPACE"
                      - uses: docker://\(Self.image)
                        with: { args: 'sh -c "echo reached; ls"' }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            #expect(!run.output("a").contains("reached"))
            #expect(run.annotations.contains { $0.message.contains("link out of the job's files") })
        }
    }

    @Test("container actions run beside other steps, inside composite actions and elsewhere")
    func background() async throws {
        try await TestImages.shared.provide(Self.image)
        try await ProgramFixture.with { fixture in
            try fixture.write(
                "inner/action.yml",
                """
                name: Inner
                outputs: { answer: { value: "${{ steps.in.outputs.answer }}" } }
                runs:
                  using: composite
                  steps:
                    - id: in
                      uses: docker://\(Self.image)
                      with: { args: sh -c "echo answer=7 >> $GITHUB_OUTPUT" }
                """
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - id: beside
                        background: true
                        uses: docker://\(Self.image)
                        with:
                          args: >-
                            sh -c "until test -e go; do sleep 0.1; done;
                            echo answer=1 >> $GITHUB_OUTPUT"
                      - run: touch go
                      - { id: inner, uses: ./inner }
                      - wait: beside
                      - run: echo "answers=${{ steps.beside.outputs.answer }}\
                ${{ steps.inner.outputs.answer }}"
                """
            )
            try await fixture.commit()
            let address = try await fixture.relayEngine()
            let run = try await fixture.run("ci", adding: ["DOCKER_HOST": address])
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("answers", in: "a") == "17")
        }
    }

    @Test("a cancelled container action is asked to end, and its container goes")
    func cancel() async throws {
        try await TestImages.shared.provide(Self.image)
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - name: wait
                        uses: docker://\(Self.image)
                        with:
                          args: >-
                            sh -c "trap 'echo asked; exit 1' INT; echo ready; sleep 1000 & wait"
                      - name: clean up
                        if: always()
                        uses: docker://\(Self.image)
                        with: { args: echo cleaned }
                """
            )
            let running = fixture.start(["run", "--json", "ci"])
            try await running.line(containing: "ready")
            running.signal(SIGINT)
            let run = try await running.finish()
            try await fixture.expectNothingLeft(by: running)
            #expect(run.exitStatus == 130, "\(run)")
            #expect(run.step("a", "wait")?.outcome == .cancelled)
            #expect(run.output("a").contains("asked"))
            #expect(run.output("a").contains("cleaned"))
        }
    }
}
