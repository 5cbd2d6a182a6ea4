import Diagnostics
import RunEvents
import Testing

@testable import Execution

/// Service containers of a real engine: when they count as ready, and how a job reaches them.
@Suite("Services", .needsImages, .timeLimit(.minutes(20)))
struct ServiceTests {
    @Test("a healthy service is used at once, and answers on the job's own localhost")
    func healthy() async throws {
        try await ContainerRun.with { containers in
            let run = try await LocalRun.run(
                """
                jobs:
                  a:
                    runs-on: x
                    services:
                      store:
                        image: \(ContainerRun.redis)
                        options: --health-cmd "redis-cli ping" --health-interval 10m
                        ports: ['16379:6379', 6379]
                      none: { image: "${{ vars.NONE }}" }
                    steps:
                      - run: |
                          echo "fixed=$(redis-cli -p 16379 ping)"
                          echo "port=${{ job.services.store.ports['6379'] }}"
                          echo "free=$(redis-cli -p ${{ job.services.store.ports['6379'] }} ping)"
                          echo "name=$(redis-cli -h store ping 2>&1)"
                """,
                containers.options()
            )
            #expect(await run.value("fixed") == "PONG")
            #expect(await run.value("free") == "PONG")
            #expect(await run.value("name")?.contains("not known") == true)
            let outside = await run.jobEnds.first?.secondsOutsideSteps ?? 100
            #expect(outside < 300)
            #expect(
                await run.lines(.warning).contains {
                    $0.hasPrefix("The service 'none' will not be started")
                }
            )
        }
    }

    @Test("an early success counts only of a service that takes connections at its ports")
    func initialising() async throws {
        let initialises =
            "redis-server --bind 127.0.0.1 --daemonize yes; sleep 1; redis-cli shutdown nosave; "
            + "exec redis-server --protected-mode no"
        try await ContainerRun.with { containers in
            let run = try await LocalRun.run(
                """
                jobs:
                  exposed:
                    runs-on: x
                    container: "\(ContainerRun.redis)"
                    services:
                      store:
                        image: \(ContainerRun.redis)
                        entrypoint: sh
                        command: -c "\(initialises)"
                        options: --health-cmd "redis-cli ping" --health-interval 10m
                    steps: [{ run: 'echo "it=$(redis-cli -h store ping 2>&1)"' }]
                  inner:
                    runs-on: x
                    services:
                      store:
                        image: \(ContainerRun.redis)
                        entrypoint: redis-server
                        command: --bind 127.0.0.1
                        ports: [6379]
                        options: --health-cmd "redis-cli ping" --health-interval 2s
                    steps: [{ run: echo "inner=ran" }]
                """,
                containers.options()
            )
            #expect(await run.value("it") == "PONG")
            // From the interval on a success counts as on GitHub, whatever listens.
            #expect(await run.value("inner") == "ran")
        }
    }

    @Test("a connection that waited for a service without a health check is warned of, once")
    func heldConnection() async throws {
        // It listens at its port when the step has ended what listens at another one.
        let late =
            #"command: '-c "redis-server --port 7000 --protected-mode no; "#
            + #"exec redis-server --protected-mode no"'"#
        let image = "image: '\(ContainerRun.redis)'"
        try await ContainerRun.with { containers in
            let run = try await LocalRun.run(
                """
                jobs:
                  a:
                    runs-on: x
                    services:
                      late: { \(image), entrypoint: sh, \(late), ports: ['7001:6379', '7000:7000'] }
                    steps:
                      - run: |
                          redis-cli -p 7001 ping & sleep 0.5
                          redis-cli -p 7000 shutdown nosave || true
                          wait
                          redis-cli -p 7001 ping
                """,
                containers.options()
            )
            #expect(await run.everything.contains("PONG"))
            let told = await run.annotations(.warning).filter { $0.contains("`late` was held") }
            #expect(told.count == 1)
        }
    }

    @Test("a service that is never healthy, or ends, fails the job; one without a check does not")
    func unhealthy() async throws {
        try await ContainerRun.with { containers in
            let run = try await LocalRun.run(
                """
                jobs:
                  sick:
                    runs-on: x
                    services:
                      s:
                        image: \(ContainerRun.redis)
                        entrypoint: sh
                        command: -c "echo the service speaks; sleep 1000"
                        options: >-
                          --health-cmd "echo still sick; exit 1"
                          --health-interval 1s --health-retries 2
                    steps: [{ run: echo never }]
                  dead:
                    runs-on: x
                    services:
                      s:
                        image: \(ContainerRun.redis)
                        entrypoint: sh
                        command: -c "echo last words; exit 4"
                        options: --health-cmd "false" --health-interval 5s
                    steps: [{ run: echo never }]
                  unasked:
                    runs-on: x
                    services:
                      s: { image: "\(ContainerRun.redis)", entrypoint: sh, command: "-c true",
                          ports: [6379] }
                    steps: [{ run: echo "it=ran" }]
                  late:
                    runs-on: x
                    services:
                      s: { image: "\(ContainerRun.redis)", entrypoint: sh,
                          command: '-c "sleep 1; exit 3"' }
                    steps: [{ run: sleep 3 }]
                """,
                containers.options()
            )
            #expect(
                await run.jobs.sorted() == [
                    "dead: failure", "late: success", "sick: failure", "unasked: success",
                ]
            )
            let warnings = await run.annotations(.warning)
            #expect(warnings.count == 2, "\(warnings)")
            let late = "the service `s` ended with status 3 while the job ran"
            #expect(warnings.contains(late))
            let reasons = await Dictionary(
                run.jobEnds.map { ($0.job, $0.reason ?? "") },
                uniquingKeysWith: { first, _ in first }
            )
            #expect(reasons["sick"]?.contains("still sick") == true, "\(reasons)")
            #expect(reasons["dead"]?.contains("ended with status 4") == true, "\(reasons)")
            #expect(await run.output.isEmpty == false)
            #expect(await run.everything.contains("the service speaks"))
            #expect(await run.everything.contains("last words"))
            #expect(await run.end?.isEngineFailure == false)
        }
    }

    @Test("after a service has failed, the job's steps have their turns as after a failed step")
    func stepsAfterFailure() async throws {
        try await ContainerRun.with { containers in
            let run = try await LocalRun.run(
                """
                jobs:
                  a:
                    runs-on: x
                    services:
                      bad:
                        image: \(ContainerRun.redis)
                        options: --health-cmd "exit 1" --health-interval 1s --health-retries 1
                      good:
                        image: \(ContainerRun.redis)
                        options: --health-cmd "redis-cli ping"
                        ports: [6379]
                    outputs: { o: "${{ steps.notify.outputs.o }}" }
                    steps:
                      - run: echo never
                      - id: notify
                        if: failure()
                        run: |
                          echo "status=${{ job.status }}"
                          echo "good=$(redis-cli -p ${{ job.services.good.ports['6379'] }} ping)"
                          echo o=1 >> "$GITHUB_OUTPUT"
                      - { name: last, if: always(), run: 'true' }
                """,
                containers.options()
            )
            #expect(
                await run.steps == [
                    "1 Run echo never: skipped", "2 Run echo \"status=failure\": success",
                    "3 last: success",
                ]
            )
            #expect(await run.value("status") == "failure")
            #expect(await run.value("good") == "PONG")
            #expect(await run.jobs == ["a: failure"])
            #expect(await run.jobEnds.first?.reason?.hasPrefix("the service `bad`") == true)
            #expect(await run.jobEnds.first?.outputs == ["o": "1"])
            #expect(await run.diagnostics.count == 1)
            #expect(await run.end?.isEngineFailure == false)
            #expect(await run.disorder == [])
        }
    }

    @Test("two services that want one port are the workflow's mistake, which names both")
    func samePort() async throws {
        try await ContainerRun.with { containers in
            let image = ContainerRun.redis
            let run = try await LocalRun.run(
                """
                jobs:
                  a:
                    runs-on: x
                    services:
                      one: { image: "\(image)", ports: ['6379:6379', '6379:6379'] }
                      two:
                        image: "\(image)"
                        ports:
                          - 6380:6379
                          - 6379:6379
                    steps: [{ run: echo never }]
                """,
                containers.options()
            )
            #expect(await run.jobs == ["a: failure"])
            #expect(await run.end?.isEngineFailure == false)
            #expect(
                await run.jobEnds.first?.reason
                    == "the services `one` and `two` both want port 6379 of the job's `localhost`"
            )
            #expect(await run.diagnostics.first?.span?.start.line == 11)
            #expect(await run.steps == ["1 Run echo never: skipped"])
        }
    }

    @Test("a job whose services need ports that cannot be forwarded is not run, with a way out")
    func portsWithoutInit() async throws {
        try await ContainerRun.with { containers in
            let program = containers.folder + "/no-program"
            try LocalRun.writeFile("no program", to: program, mode: 0o755)
            let run = try await LocalRun.run(
                """
                jobs:
                  a:
                    runs-on: x
                    services: { s: { image: "\(ContainerRun.redis)", ports: ['6379:6379'] } }
                    steps: [{ run: echo never }]
                """,
                containers.options(initExecutable: program)
            )
            #expect(await run.jobs == ["a: not_run"])
            #expect(await run.end?.isEngineFailure == false)
            #expect(await run.jobEnds.first?.reason?.contains("`container:`") == true)
        }
    }

    @Test("an image that is not there fails the job as the engine's doing")
    func missingImage() async throws {
        try await ContainerRun.with { containers in
            let run = try await LocalRun.run(
                """
                jobs:
                  a:
                    runs-on: x
                    services: { s: { image: "actlocal/no-such-image:1" } }
                    steps: [{ run: echo never }]
                """,
                containers.options()
            )
            #expect(await run.jobs == ["a: failure"])
            #expect(await run.end?.isEngineFailure == true)
        }
    }
}
