import ContainerEngine
import Diagnostics
import RunEvents
import Testing

@testable import Execution

/// Jobs in containers of a real engine: what they get, what they are refused, what they leave.
@Suite("Container jobs", .needsImages, .timeLimit(.minutes(20)))
struct ContainerJobTests {
    @Test("a job finds its workspace and leaves nothing behind, however it ends")
    func leavesNothing() async throws {
        try await ContainerRun.with { containers in
            let run = try await LocalRun.run(
                """
                jobs:
                  good:
                    runs-on: x
                    services: { store: { image: "\(ContainerRun.redis)", ports: [6379] } }
                    steps:
                      - uses: actions/checkout@v4
                      - run: 'echo "file=$(cat file.txt) $(id -u)"; echo x > /home/runner/work/new'
                  bad: { runs-on: x, container: "\(ContainerRun.redis)", steps: [{ run: exit 3 }] }
                """,
                containers.options()
            )
            #expect(await run.jobs.sorted() == ["bad: failure", "good: success"])
            #expect(await run.value("file") == "hello 0")
            #expect(await run.disorder == [])
            #expect(await run.end?.isEngineFailure == false)
        }
    }

    @Test("a container that is killed in the middle of a step fails the job and says so")
    func killed() async throws {
        try await ContainerRun.with { containers in
            let run = try await LocalRun.run(
                """
                jobs:
                  a:
                    runs-on: x
                    steps:
                      - { name: fatal, run: echo begun; sleep 60 }
                      - { name: always, if: always(), run: 'true' }
                """,
                containers.options()
            ) { run in
                await run.record.wait(for: "begun")
                for id in (try? await containers.running()) ?? [] {
                    try? await containers.engine.killContainer(id)
                }
            }
            #expect(await run.steps == ["1 fatal: failure"])
            #expect(await run.jobs == ["a: failure"])
            #expect(await run.end?.isEngineFailure == true)
            #expect(
                await run.annotations(.error).first
                    == "lost the connection to the container engine: `actlocal-init` has ended"
            )
            #expect(await run.disorder == [])
        }
    }

    @Test("where init cannot run, steps go through exec, which is said, and all else works")
    func execFallback() async throws {
        try await ContainerRun.with { containers in
            let program = containers.folder + "/no-program"
            try LocalRun.writeFile("of another machine", to: program, mode: 0o755)
            let run = try await LocalRun.run(
                """
                jobs:
                  a:
                    runs-on: x
                    steps:
                      - id: out
                        run: echo "x=1" >> "$GITHUB_OUTPUT"; echo "E=2" >> "$GITHUB_ENV"
                      - { name: bad, continue-on-error: true, run: exit 4 }
                      - run: 'echo "seen=${{ steps.out.outputs.x }} $E"'
                """,
                containers.options(initExecutable: program)
            )
            #expect(await run.jobs == ["a: success"])
            #expect(await run.value("seen") == "1 2")
            #expect(await run.finished.map(\.exitStatus) == [0, 4, 0])
            #expect(
                await run.lines(.warning).contains {
                    $0.hasPrefix("`actlocal-init` cannot run in `\(ContainerRun.redis)`")
                }
            )
            #expect(await run.disorder == [])
        }
    }

    @Test("steps run as the image's user, or as the one that options name")
    func users() async throws {
        try await ContainerRun.with { containers in
            _ = try await BusyboxRoot.shared.image(on: containers.engine)
            let run = try await LocalRun.run(
                """
                jobs:
                  a:
                    runs-on: x
                    container: { image: "actlocal-test-hosts:latest", options: --user worker,
                        env: { FROM_JOB: yes } }
                    steps:
                      - { env: { HOME: /own }, run: 'echo "own=$HOME"' }
                      - run: |
                          echo "id=$(id -u):$(id -g) $HOME $FROM_JOB $FROM_IMAGE"
                          echo x > file; echo "wrote=$(cat file) ${PWD}"
                """,
                containers.options()
            )
            #expect(await run.value("own") == "/own")
            #expect(await run.value("id") == "1234:1235 /github/home yes yes")
            #expect(await run.value("wrote") == "x /__w/repo/repo")
        }
    }

    @Test("the steps of a job whose container never came are skipped, or fail with the reason")
    func absent() async throws {
        try await ContainerRun.with { containers in
            let run = try await LocalRun.run(
                """
                jobs:
                  a:
                    runs-on: x
                    container: "actlocal/no-such-image:1"
                    steps:
                      - run: echo never
                      - { if: failure(), run: echo nor this }
                      - { if: "always() && hashFiles('x') == ''", uses: actions/checkout@v4 }
                """,
                containers.options()
            )
            #expect(
                await run.steps.map { $0.split(separator: ":").last } == [
                    " skipped", " failure", " failure",
                ]
            )
            let reasons = await run.finished.compactMap(\.reason)
            #expect(reasons.count == 2)
            #expect(reasons.allSatisfy { $0.contains("actlocal/no-such-image:1") }, "\(reasons)")
            #expect(await run.jobs == ["a: failure"])
            #expect(await run.end?.isEngineFailure == true)
            #expect(await run.diagnostics.count == 1)
            #expect(await run.notHonoured.isEmpty)
            #expect(await run.disorder == [])
        }
    }

    @Test("a container's own `CI` stays, and one without has `true`")
    func ownCI() async throws {
        try await ContainerRun.with { containers in
            let image = ContainerRun.redis
            let run = try await LocalRun.run(
                """
                jobs:
                  own: { runs-on: x, container: { image: "\(image)", env: { CI: "no" } },
                    steps: [{ run: 'echo "own=$CI"' }] }
                  none: { runs-on: x, container: "\(image)", steps: [{ run: 'echo "none=$CI"' }] }
                """,
                containers.options()
            )
            #expect(await run.value("own") == "no")
            #expect(await run.value("none") == "true")
        }
    }

    @Test(
        "no mount hands the machine's engine to a job",
        arguments: [
            "volumes: ['/var/run/docker.sock:/var/run/docker.sock']", "volumes: ['/run:/host']",
            "volumes: ['/var/../run/./docker.sock:/sock:ro']", "volumes: ['/:/host:ro']",
            "options: -v /var/run/docker.sock:/sock",
            "options: --mount type=bind,source=/var/run,target=/host",
            "options: --mount type=volume,target=/h,volume-opt=o=bind,volume-opt=device=/run",
        ]
    )
    func engineSocket(_ key: String) async throws {
        try await ContainerRun.with { containers in
            let run = try await LocalRun.run(
                """
                jobs:
                  job:
                    runs-on: x
                    container:
                      image: \(ContainerRun.redis)
                      \(key)
                    steps: [{ run: echo never }]
                  service:
                    runs-on: x
                    services:
                      s:
                        image: \(ContainerRun.redis)
                        \(key)
                    steps: [{ run: echo never }]
                """,
                containers.options()
            )
            #expect(await run.jobs.sorted() == ["job: not_run", "service: not_run"])
            for job in await run.jobEnds {
                #expect(job.reason?.contains("would hand this machine's engine to") == true)
            }
            let value = key.hasPrefix("volumes") ? "volumes: [".count : "options: ".count
            let columns = await run.notHonoured.compactMap { $0.span?.start.column }.sorted()
            #expect(columns == [7 + value, 9 + value])
            #expect(await run.end?.isEngineFailure == false)
        }
    }

    @Test("what only this machine refuses leaves a job without a verdict, each with its place")
    func refusedHere() async throws {
        try await ContainerRun.with { containers in
            let run = try await LocalRun.run(
                """
                jobs:
                  privileged:
                    runs-on: x
                    container: { image: "\(ContainerRun.redis)", options: --privileged }
                    steps: [{ run: echo never }]
                  missing:
                    runs-on: x
                    services:
                      s: { image: "\(ContainerRun.redis)", volumes: ['/no/such/folder:/data'] }
                    steps: [{ run: echo never }]
                  wrong:
                    runs-on: x
                    container:
                      image: "\(ContainerRun.redis)"
                      volumes:
                        - data:/data
                        - ./here:/there
                    steps: [{ run: echo never }]
                  option:
                    runs-on: x
                    services:
                      s:
                        image: "\(ContainerRun.redis)"
                        options: --no-such-option
                    steps: [{ run: echo never }]
                """,
                containers.options()
            )
            #expect(
                await run.jobs.sorted()
                    == [
                        "missing: not_run", "option: failure", "privileged: not_run",
                        "wrong: failure",
                    ]
            )
            #expect(await run.end?.isEngineFailure == false)
            let lines = await run.diagnostics.compactMap { $0.span?.start.line }
            #expect(lines.sorted() == [18, 25])
        }
    }

    @Test("steps lack the capabilities that `--cap-drop` names, and the job has its folders")
    func droppedCapabilities() async throws {
        try await ContainerRun.with { containers in
            let run = try await LocalRun.run(
                """
                jobs:
                  all:
                    runs-on: x
                    container:
                      image: "\(ContainerRun.redis)"
                      options: --cap-drop ALL --cap-add NET_RAW
                    steps:
                      - run: |
                          for set in CapEff CapPrm CapBnd; do
                            echo "all=$(grep $set /proc/self/status | cut -f2)"
                          done
                          echo x > "$RUNNER_TEMP/new"; echo "wrote=$(cat "$RUNNER_TEMP/new")"
                  some:
                    runs-on: x
                    container:
                      image: "\(ContainerRun.redis)"
                      options: --cap-drop=cap_chown --user nobody
                    steps:
                      - run: echo "some=$(( 0x$(grep CapBnd /proc/self/status | cut -f2) & 3 ))"
                """,
                containers.options()
            )
            #expect(await run.jobs.sorted() == ["all: success", "some: success"])
            let output = await run.output
            #expect(output.filter { $0 == "all=0000000000002000" }.count == 3, "\(output)")
            #expect(await run.value("wrote") == "x")
            #expect(await run.value("some") == "2")
        }
    }

    @Test("an init that never answers does not keep a cancelled job")
    func silentInit() async throws {
        try await ContainerRun.with { containers in
            let program = containers.folder + "/silent"
            let script = "#!/bin/sh\nexec sleep 1000\n"
            try LocalRun.writeFile(script, to: program, mode: 0o755)
            var options = containers.options(initExecutable: program)
            options.minute = .seconds(3)
            let run = try await LocalRun.run(
                """
                jobs:
                  a: { runs-on: x, timeout-minutes: 1, steps: [{ run: echo never }] }
                """,
                options
            )
            #expect(await run.jobs == ["a: cancelled"])
            #expect((await run.jobEnds.first?.seconds ?? 100) < 40)
        }
    }

    @Test("a job whose time is over while its services start is cancelled and leaves nothing")
    func timeoutWhileOpening() async throws {
        try await ContainerRun.with { containers in
            var options = containers.options()
            options.minute = .seconds(1)
            let run = try await LocalRun.run(
                """
                jobs:
                  a:
                    runs-on: x
                    timeout-minutes: 3
                    services:
                      slow: { image: "\(ContainerRun.redis)",
                          options: --health-cmd "exit 1" --health-retries 100 }
                    steps: [{ if: always(), run: echo never }]
                """,
                options
            )
            #expect(await run.jobs == ["a: cancelled"])
            #expect(
                await run.jobEnds.first?.reason
                    == "it has exceeded the maximum execution time of 3 minutes"
            )
            #expect(await run.output == [])
        }
    }
}
