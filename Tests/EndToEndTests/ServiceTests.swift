import Diagnostics
import RunEvents
import Testing

/// Service containers: health, addresses and ports.
@Suite("Services", .needsDocker)
struct ServiceTests {
    private static let images = """
        images:
          "redis:7": actlocal/redis:7
          "postgres:16": actlocal/postgres:16

        """

    @Test("healthy services answer on localhost, on mapped and on dynamic ports")
    func ports() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write(".actlocal.yml", Self.images)
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    services:
                      postgres:
                        image: postgres:16
                        env: { POSTGRES_PASSWORD: secret, POSTGRES_DB: shop }
                        options: >-
                          --health-cmd "pg_isready -U postgres" --health-interval 10m
                          --health-timeout 5s --health-retries 5
                        ports: ['5432:5432']
                      mapped:
                        image: redis:7
                        options: --health-cmd "redis-cli ping" --health-interval 10m
                        ports: ['16379:6379']
                      dynamic:
                        image: redis:7
                        ports: [6379]
                    steps:
                      - shell: bash
                        env: { PORT: "${{ job.services.dynamic.ports['6379'] }}" }
                        run: |
                          ping() {
                            exec 3<>"/dev/tcp/$1/$2"; printf 'PING\\r\\n' >&3
                            head -1 <&3 | tr -d '\\r'; exec 3<&-
                          }
                          echo "mapped=$(ping localhost 16379)"
                          echo "port=${{ job.services.mapped.ports['6379'] }}"
                          echo "loopback=$(ping 127.0.0.1 16379)"
                          test "$PORT" != 6379 && test "$PORT" -gt 1023
                          echo "dynamic=$(ping localhost "$PORT")"
                          exec 4<>/dev/tcp/localhost/5432 && echo "postgres=open"
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("mapped", in: "a") == "+PONG")
            #expect(run.value("port", in: "a") == "16379")
            #expect(run.value("loopback", in: "a") == "+PONG")
            #expect(run.value("dynamic", in: "a") == "+PONG")
            #expect(run.value("postgres", in: "a") == "open")
            let replaced = Set(
                run.substitutions.filter { $0.kind == .serviceImage }.map(\.original)
            )
            #expect(replaced == ["redis:7", "postgres:16"])
            // Asked at once and often, not after the declared ten minutes.
            #expect((run.job("a")?.secondsOutsideSteps ?? 999) < 300)
        }
    }

    @Test("a container job reaches its services by their names")
    func alias() async throws {
        try await TestImages.shared.provide(TestImages.busybox)
        try await ProgramFixture.with { fixture in
            try fixture.write(".actlocal.yml", Self.images)
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    container: \(TestImages.busybox)
                    services:
                      store:
                        image: redis:7
                        options: --health-cmd "redis-cli ping"
                        ports: ['6379:6379']
                    steps:
                      - run: |
                          printf 'PING\\r\\nQUIT\\r\\n' | nc -w 5 store 6379 | tr -d '\\r'
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.output("a").contains("+PONG"))
        }
    }

    @Test("outside of containers a job does not know its services' names; containers beside it do")
    func hostJob() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write(".actlocal.yml", Self.images)
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    services:
                      store:
                        image: redis:7
                        ports: ['6379:6379']
                      other:
                        image: redis:7
                        options: --health-cmd "redis-cli -h store ping"
                    steps:
                      - run: getent hosts store other || echo "names=unknown"
                      - run: exec 3<>/dev/tcp/localhost/6379 && echo "port=open"
                        shell: bash
                      - uses: docker://actlocal/redis:7
                        with: { entrypoint: redis-cli, args: -h store echo word=known }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("names", in: "a") == "unknown")
            #expect(run.value("port", in: "a") == "open")
            #expect(run.value("word", in: "a") == "known")
        }
    }

    @Test("a service that never becomes healthy fails the job and shows its log")
    func unhealthy() async throws {
        try await TestImages.shared.provide(TestImages.busybox)
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  sick:
                    runs-on: ubuntu-latest
                    services:
                      sick:
                        image: \(TestImages.busybox)
                        command: sh -c "echo the service speaks; sleep 1000"
                        options: >-
                          --health-cmd "echo still sick; exit 1"
                          --health-interval 1s --health-retries 2
                    steps: [{ run: echo never }]
                  dead:
                    runs-on: ubuntu-latest
                    services:
                      dead:
                        image: \(TestImages.busybox)
                        command: sh -c "echo last words; exit 4"
                        options: --health-cmd "true"
                    steps: [{ run: 'true' }]
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            #expect(run.conclusion("sick") == .failure)
            #expect(run.job("sick")?.reason?.contains("still sick") == true, "\(run)")
            #expect((run.job("sick")?.seconds ?? 99) < 30, "it waits as long as its options say")
            #expect(run.standardOutput.contains("the service speaks"))
            #expect(run.diagnostics.contains { $0.span?.start.line ?? 0 > 5 })
            #expect(run.conclusion("dead") == .failure)
            #expect(run.standardOutput.contains("last words"))
        }
    }

    @Test("what a service has written is shown when the job's containers are stopped")
    func logs() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    services:
                      store:
                        image: actlocal/redis:7
                        options: --health-cmd "redis-cli ping"
                    steps: [{ run: echo step }]
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            let lines = run.events.compactMap { event -> String? in
                if case .log(let log) = event.happening, log.step == nil { log.text } else { nil }
            }
            let title = try #require(
                lines.firstIndex(of: "Print service container logs: store"),
                "\(lines)"
            )
            #expect(lines[title...].joined().contains("Ready to accept connections"))
        }
    }
}
