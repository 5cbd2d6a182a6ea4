import Diagnostics
import HostProcesses
import RunEvents
import Testing

/// Docker inside a job.
@Suite("Docker inside a job", .needsDocker, .timeLimit(.minutes(20)))
struct JobDockerTests {
    /// Builds, binds a folder of the workspace and publishes a port.
    private static let uses = #"""
        printf 'FROM base:1\nCOPY a.txt /\nCMD ["/bin/cat", "/a.txt"]\n' > Dockerfile
        docker build -q -t app .
        echo "built=$(docker run --rm app)"
        echo "bound=$(docker run --rm -v "$PWD:/w" base:1 /bin/cat /w/a.txt)"
        docker run -d -p 8090:80 base:1 \
          /bin/sh -c 'while :; do echo hello | /bin/nc.openbsd -l -N 80; done'
        until answer=$(nc localhost 8090 < /dev/null) && [ "$answer" ]; do sleep 0.1; done
        echo "answer=$answer"
        """#

    @Test("a job has an engine of its own: its volumes, its localhost, and nothing of before")
    func own() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write("a.txt", "from the workspace\n")
            try fixture.writeBaseImage()
            try fixture.write("uses.sh", Self.uses)
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: echo "before=$(docker images -q | wc -l) $(docker ps -aq | wc -l)"
                      - run: . ./base.sh
                      - run: . ./uses.sh
                """
            )
            for _ in 1...2 {
                let run = try await fixture.run("ci", deadline: .seconds(600))
                #expect(run.exitStatus == 0, "\(run)")
                #expect(run.value("before", in: "a") == "0 0")
                #expect(run.value("built", in: "a") == "from the workspace")
                #expect(run.value("bound", in: "a") == "from the workspace")
                #expect(run.value("answer", in: "a") == "hello")
                #expect(run.substitutions.contains { $0.kind == .docker })
            }
        }
    }

    @Test("ids that a job's own engine does not know are listed where scripts use them")
    func machineNames() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          echo docker run --network ${{ job.container.network }} x
                          echo docker logs ${{ job.services['db'].id }}
                      - run: echo ${{ job.container.id }}
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            let subjects = run.notHonoured.map(\.subject)
            #expect(
                subjects == [
                    "`job.container.network` in a script", "`job.services.db.id` in a script",
                ]
            )
            #expect(run.notHonoured.first?.span?.start.line == 6)
            let none = try await fixture.run("ci", "--docker", "none")
            #expect(none.notHonoured.isEmpty, "\(none)")
        }
    }

    @Test("containers of a job's engine only read the kernel's settings; privileged ones are told")
    func kernelSettings() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.writeBaseImage()
            try fixture.write(
                "same.sh",
                "read v < $1/core_pattern; echo \"$v\" > $1/core_pattern && echo written"
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: |
                          . ./base.sh
                          k=/proc/sys/kernel
                          echo "bound=$(docker run --rm -v $k:/k -v $PWD:/w base:1 \\
                            /bin/sh /w/same.sh /k)"
                          docker run --rm --sysctl net.ipv4.ip_forward=1 base:1 /bin/cat /dev/null
                          docker network create --internal own
                          for i in 1 2; do
                            docker run --rm --privileged --network own base:1 /bin/cat /dev/null
                          done
                """
            )
            let run = try await fixture.run("ci", deadline: .seconds(600))
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("bound", in: "a") == "")
            let told = run.annotations.map(\.message).filter { $0.contains("`--privileged`") }
            #expect(told.count == 1, "\(run)")
            #expect(told.first?.contains("over this machine's kernel") == true)
        }
    }

    @Test("jobs side by side have engines apart, and a job that never asks has none")
    func apart() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    strategy: { matrix: { n: [1, 2] } }
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          docker network create mine
                          echo "mine=$(docker network ls -q --filter name=mine | wc -l)"
                  quiet:
                    runs-on: ubuntu-latest
                    steps: [{ run: test -S /var/run/docker.sock }]
                """
            )
            let run = try await fixture.run("ci", deadline: .seconds(600))
            #expect(run.exitStatus == 0, "\(run)")
            for job in ["a (1)", "a (2)"] { #expect(run.value("mine", in: job) == "1") }
            let quiet = try await fixture.run("ci", "-j", "quiet")
            #expect(quiet.exitStatus == 0, "\(quiet)")
            #expect(!quiet.substitutions.contains { $0.kind == .docker })
        }
    }

    @Test("a bind of a path that the job's engine does not see is listed as not honoured")
    func unseenFolder() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.writeBaseImage()
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: |
                          . ./base.sh
                          mkdir -p /tmp/out
                          for folder in "$PWD" "$RUNNER_TEMP" /tmp/out /tmp/out; do
                            docker run --rm -v "$folder:/out" base:1 /bin/cat /dev/null
                          done
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            let binds = run.notHonoured.map(\.subject).filter { $0.hasPrefix("bind of") }
            #expect(binds == ["bind of `/tmp/out`"], "\(run)")
        }
    }

    @Test("a job container that mounts the runner's socket finds the engine that the job has")
    func mountedSocket() async throws {
        try await ProgramFixture.with { fixture in
            let socket = "/var/run/docker.sock:/var/run/docker.sock"
            try fixture.workflow(
                """
                jobs:
                  key:
                    runs-on: ubuntu-latest
                    container:
                      image: actlocal/runner:latest
                      volumes: ['\(socket)', 'kept:/kept']
                    steps: [{ run: 'test -d /kept; echo "jobs=$(docker ps -q | wc -l)"' }]
                  option:
                    runs-on: ubuntu-latest
                    container: { image: 'actlocal/runner:latest', options: '-v \(socket)' }
                    steps: [{ run: 'echo "jobs=$(docker ps -q | wc -l)"' }]
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            for job in ["key", "option"] { #expect(run.value("jobs", in: job) == "0") }
            let none = try await fixture.run("ci", "--docker", "none")
            for job in ["key", "option"] { #expect(none.conclusion(job) == .notRun, "\(none)") }
        }
    }

    @Test("`--docker none` gives a job no engine, `--docker host` this machine's, and says so")
    func others() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          echo "socket=$([ -S /var/run/docker.sock ] && echo yes || echo no)"
                          echo "jobs=$(docker ps -q --filter name=actlocal- | wc -l)"
                """
            )
            let none = try await fixture.run("ci", "--docker", "none")
            #expect(none.exitStatus == 0, "\(none)")
            #expect(none.value("socket", in: "a") == "no")
            #expect(none.value("jobs", in: "a") == "0")
            let host = try await fixture.run("ci", "--docker", "host")
            #expect(host.exitStatus == 0, "\(host)")
            #expect(host.value("socket", in: "a") == "yes")
            #expect(host.value("jobs", in: "a") != "0")
            #expect(
                host.substitutions.contains { $0.kind == .docker && $0.source == "--docker host" }
            )
            try fixture.write(".actlocal.yml", "docker: host\n")
            let refused = try await fixture.run("ci")
            #expect(refused.exitStatus == 3, "\(refused)")
            #expect(refused.diagnostics.contains { $0.help?.contains("--docker host") == true })
        }
    }
}
