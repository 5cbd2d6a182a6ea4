import Diagnostics
import RunEvents
import Testing

/// Jobs with a `container:` of their own.
@Suite("Job containers", .needsDocker)
struct ContainerJobTests {
    @Test("a job container has GitHub's folders, sh as its shell and no published port")
    func folders() async throws {
        try await TestImages.shared.provide(TestImages.busybox)
        try await ProgramFixture.with { fixture in
            try fixture.write("file", "here\n")
            try fixture.write("../home/shared/kept", "")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    container:
                      image: \(TestImages.busybox)
                      env: { OWN: container }
                      ports: ['8080:80']
                      volumes: ['/data', '\(fixture.home)/shared:/shared:ro']
                    steps:
                      - uses: actions/checkout@v4
                      - run: |
                          echo "shell=$0 ${BASH_VERSION-no bash}"
                          echo "home=$HOME"
                          echo "workspace=$GITHUB_WORKSPACE ${PWD}"
                          echo "context=${{ github.workspace }} ${{ runner.temp }}"
                          echo "env=$OWN $FROM_IMAGE $CI"
                          echo "event=$(test -s "$GITHUB_EVENT_PATH" && echo yes)"
                          echo "file=$(cat file)"
                          echo "id=${{ job.container.id != '' && job.container.network != '' }}"
                          touch /shared/x 2>/dev/null || echo "shared=read-only"
                          echo "NEXT=kept" >> "$GITHUB_ENV"
                      - { name: bash, shell: bash, continue-on-error: true, run: 'true' }
                      - run: echo "next=$NEXT"
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("shell", in: "a")?.hasSuffix(".sh no bash") == true)
            #expect(run.value("home", in: "a") == "/github/home")
            #expect(
                run.value("workspace", in: "a") == "/__w/project/project /__w/project/project"
            )
            #expect(
                run.value("context", in: "a")
                    == "/home/runner/work/project/project /home/runner/work/_temp"
            )
            #expect(run.value("env", in: "a") == "container yes true")
            #expect(run.value("event", in: "a") == "yes")
            #expect(run.value("file", in: "a") == "here")
            #expect(run.value("id", in: "a") == "true")
            #expect(run.value("shared", in: "a") == "read-only")
            #expect(run.step("a", "bash")?.outcome == .failure)
            #expect(run.value("next", in: "a") == "kept")
            #expect(run.notHonoured.contains { $0.subject.contains("8080:80") })
        }
    }

    @Test("options reach the container: user, variables, limits, a small disk that fills up")
    func options() async throws {
        try await TestImages.shared.provide(TestImages.busybox)
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    container:
                      image: \(TestImages.busybox)
                      options: >-
                        --user worker --env WITH="two words" --tmpfs /small:size=1m,mode=777
                        --hostname box --memory 64m
                    steps:
                      - run: |
                          echo "user=$(id -un) $(id -u)"
                          echo "with=$WITH"
                          echo "host=$(hostname)"
                          echo fine > "$RUNNER_TEMP/mine" && echo "temp=$(cat "$RUNNER_TEMP/mine")"
                          touch here && echo "OUT=1" >> "$GITHUB_ENV"
                      - name: full
                        run: dd if=/dev/zero of=/small/x bs=1k count=4000
                      - { if: failure(), run: 'echo "out=$OUT"' }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1)
            #expect(run.value("user", in: "a") == "worker 1234")
            #expect(run.value("with", in: "a") == "two words")
            #expect(run.value("host", in: "a") == "box")
            #expect(run.value("temp", in: "a") == "fine")
            #expect(run.step("a", "full")?.outcome == .failure)
            #expect(run.output("a").contains { $0.contains("No space left on device") })
            #expect(run.value("out", in: "a") == "1")
        }
    }

    @Test("a container with a read-only root still has GitHub's folders to write to")
    func readOnlyRoot() async throws {
        try await TestImages.shared.provide(TestImages.busybox)
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    container:
                      image: \(TestImages.busybox)
                      options: --read-only
                    steps:
                      - uses: actions/checkout@v4
                      - run: |
                          touch /x 2> /dev/null || echo "root=closed"
                          touch "$HOME/x" "$RUNNER_TEMP/x" "$RUNNER_TOOL_CACHE/x" ./x
                          echo "folders=open"
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("root", in: "a") == "closed")
            #expect(run.value("folders", in: "a") == "open")
        }
    }

    @Test("an image without a shell fails its step with a clear message")
    func noShell() async throws {
        try await TestImages.shared.provide(TestImages.bare)
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    container: \(TestImages.bare)
                    steps:
                      - { name: shell, run: echo never, continue-on-error: true }
                      - { name: program, shell: '/busybox cat {0}', run: "from=file" }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.step("a", "shell")?.outcome == .failure)
            #expect(
                run.annotations.contains { $0.step == "1" && $0.message.contains("sh") },
                "\(run)"
            )
            #expect(run.value("from", in: "a") == "file")
        }
    }

    @Test("a folder of the machine's system is only read, and the report says so")
    func systemFolder() async throws {
        try await TestImages.shared.provide(TestImages.busybox)
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    container:
                      image: \(TestImages.busybox)
                      volumes:
                        - /usr/share:/shared
                        - /etc:/machine:ro
                    steps:
                      - run: echo "there=$(test -s /machine/passwd && echo yes)"
                      - run: touch /shared/actlocal-probe && echo "shared=written"
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.conclusion("a") == .failure, "\(run)")
            #expect(run.value("there", in: "a") == "yes")
            #expect(run.value("shared", in: "a") == nil)
            let told = run.notHonoured.first { $0.subject.hasPrefix("writing to") }
            #expect(told?.subject == "writing to `/usr/share` in a container")
            #expect(told?.span?.start.line == 8)
        }
    }

    @Test("`-P` gives a label an image, an unmapped label is not run")
    func platform() async throws {
        try await TestImages.shared.provide(TestImages.busybox)
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: [self-hosted, box]
                    steps: [{ run: 'echo "image=$FROM_IMAGE ${HOME}"' }]
                  b:
                    runs-on: gpu-large
                    steps: [{ run: echo never }]
                  c:
                    runs-on: [ubuntu-latest, box]
                    steps: [{ run: 'echo "image=$FROM_IMAGE"' }]
                  d:
                    runs-on: [ubuntu-latest, gpu-small]
                    steps: [{ run: echo never }]
                """
            )
            let run = try await fixture.run("ci", "-P", "box=\(TestImages.busybox)")
            #expect(run.exitStatus == 5)
            #expect(run.value("image", in: "a")?.hasPrefix("yes") == true, "\(run)")
            #expect(run.conclusion("b") == .notRun)
            #expect(run.job("b")?.reason?.contains("gpu-large") == true)
            #expect(run.substitutions.contains { $0.replacement == TestImages.busybox })
            // A runner has all labels: the one that was named tells which, and one is of nobody's.
            #expect(run.value("image", in: "c") == "yes", "\(run)")
            #expect(run.conclusion("d") == .notRun)
            #expect(run.job("d")?.reason?.contains("`-P gpu-small=IMAGE`") == true)
        }
    }
}
