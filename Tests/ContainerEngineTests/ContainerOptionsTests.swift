import ContainerEngine
import Testing

@Suite("container options")
struct ContainerOptionsTests {
    private static func definition(
        _ text: String,
        _ options: ContainerOptions = ContainerOptions()
    ) throws -> ContainerDefinition {
        var definition = ContainerDefinition(image: "app")
        let outcome = try options.apply(text, to: &definition)
        #expect(outcome.notHonoured.isEmpty)
        return definition
    }

    @Test("the options of a database service become its health check and environment")
    func serviceOptions() throws {
        let definition = try Self.definition(
            """
            --health-cmd "pg_isready -U app" --health-interval 10s --health-timeout=5s
            --health-retries 5 --health-start-period 1m30s -e POSTGRES_DB=app -eX=1 -e=Y=2
            """
        )
        guard case .custom(let probe) = definition.healthCheck else {
            Issue.record("no health check")
            return
        }
        #expect(probe.command == .shell("pg_isready -U app"))
        #expect(probe.interval == .seconds(10))
        #expect(probe.timeout == .seconds(5))
        #expect(probe.startPeriod == .seconds(90))
        #expect(probe.retries == 5)
        #expect(definition.process.environment == ["POSTGRES_DB=app", "X=1", "Y=2"])
    }

    @Test("limits are read in the engine's units")
    func limits() throws {
        let limits = try Self.definition(
            """
            --cpus 1.5 -m 512m --memory-swap -1 --shm-size=2g --pids-limit 100 --cpu-shares 512
            --cpuset-cpus 0-1 --ulimit nofile=1024:2048 --ulimit core=0 --oom-kill-disable
            """
        ).limits
        #expect(limits.nanoCPUs == 1_500_000_000)
        #expect(limits.memoryBytes == 512 << 20)
        #expect(limits.memorySwapBytes == -1)
        #expect(limits.sharedMemoryBytes == 2 << 30)
        #expect(limits.processes == 100)
        #expect(limits.cpuShares == 512)
        #expect(limits.cpuSet == "0-1")
        #expect(
            limits.resourceLimits == [
                ResourceLimit("nofile", soft: 1024, hard: 2048),
                ResourceLimit("core", soft: 0, hard: 0),
            ]
        )
        #expect(limits.isOutOfMemoryKillDisabled)
    }

    @Test("isolation, process and network options find their places")
    func everythingElse() throws {
        let definition = try Self.definition(
            """
            --privileged --cap-add SYS_PTRACE --cap-drop=ALL --security-opt seccomp=unconfined
            --init --user 1000:1000 -w /work --entrypoint "" --hostname box --add-host db:10.0.0.1
            --dns 1.1.1.1 --network-alias cache -p 127.0.0.1:8080:80/udp --expose 90-91
            --platform linux/arm64 -l a=b -l c --restart on-failure:3 --stop-signal SIGINT
            --stop-timeout 3 --sysctl net.core.somaxconn=9 --device /dev/null:/dev/x:r
            --group-add video --ipc host --pid host --userns host --read-only --tmpfs /t:size=1m
            --name app --network web --no-healthcheck
            """
        )
        #expect(definition.isolation.isPrivileged)
        #expect(definition.isolation.addedCapabilities == ["SYS_PTRACE"])
        #expect(definition.isolation.droppedCapabilities == ["ALL"])
        #expect(definition.isolation.securityOptions == ["seccomp=unconfined"])
        #expect(definition.isolation.kernelParameters == ["net.core.somaxconn": "9"])
        #expect(
            definition.isolation.devices == [
                DeviceMapping("/dev/null", at: "/dev/x", permissions: "r")
            ]
        )
        #expect(definition.process.usesEngineInit == true)
        #expect(definition.process.user == "1000:1000")
        #expect(definition.process.entrypoint == [])
        #expect(definition.process.additionalGroups == ["video"])
        #expect(definition.network.extraHosts == ["db:10.0.0.1"])
        #expect(definition.network.aliases == ["cache"])
        #expect(definition.network.mode == "web")
        #expect(definition.network.exposedPorts == [ContainerPort(90), ContainerPort(91)])
        #expect(
            definition.network.publishedPorts == [
                PortMapping(
                    ContainerPort(80, "udp"),
                    hostPorts: 8080...8080,
                    hostAddress: "127.0.0.1"
                )
            ]
        )
        #expect(definition.labels == ["a": "b", "c": ""])
        #expect(definition.lifecycle.restart == .onFailure(maximumRetries: 3))
        #expect(definition.lifecycle.stopTimeoutSeconds == 3)
        #expect(
            definition.storage.mounts == [
                ContainerMount(.temporaryWithOptions("size=1m"), at: "/t")
            ]
        )
        #expect(definition.storage.isRootReadOnly)
        #expect(definition.healthCheck == .disabled)
    }

    @Test("mounts are read in the short and in the long form")
    func mounts() throws {
        var options = ContainerOptions()
        options.baseFolder = "/repo/sub"
        let mounts = try Self.definition(
            #"""
            -v /a:/b:ro -v data:/data -v /anonymous -v ../x:/x:z
            --mount type=bind,source=/s,target=/t,readonly,bind-propagation=rshared
            --mount type=tmpfs,dst=/m,tmpfs-size=64m,tmpfs-mode=1770
            --mount "src=v,dst=/v,volume-nocopy,\"volume-opt=o=a,b\""
            """#,
            options
        ).storage.mounts
        #expect(
            mounts == [
                ContainerMount(
                    .bind(path: "/a", createsSource: true, options: []),
                    at: "/b",
                    isReadOnly: true
                ),
                .volume("data", at: "/data"),
                ContainerMount(
                    .volume(name: nil, copiesImageFiles: true, driver: nil, options: [:]),
                    at: "/anonymous"
                ),
                ContainerMount(
                    .bind(path: "/repo/x", createsSource: true, options: ["z"]),
                    at: "/x"
                ),
                ContainerMount(
                    .bind(path: "/s", createsSource: false, options: ["rshared"]),
                    at: "/t",
                    isReadOnly: true
                ),
                ContainerMount(.temporary(bytes: 64 << 20, mode: 0o1770), at: "/m"),
                ContainerMount(
                    .volume(
                        name: "v",
                        copiesImageFiles: false,
                        driver: nil,
                        options: ["o": "a,b"]
                    ),
                    at: "/v"
                ),
            ]
        )
    }

    @Test("a variable without a value is the user's own, or none")
    func inheritedVariables() throws {
        var options = ContainerOptions()
        options.environment = ["KNOWN": "1"]
        #expect(
            try Self.definition("-e KNOWN -e UNKNOWN", options).process.environment == ["KNOWN=1"]
        )
    }

    @Test("what is understood and not honoured is listed with its place")
    func notHonoured() throws {
        var definition = ContainerDefinition(image: "app")
        var options = ContainerOptions()
        options.reserved = ["--network": "the job has its own network"]
        let outcome = try options.apply(
            "--network host --link db -it --pull always",
            to: &definition
        )
        #expect(definition.network.mode == nil)
        #expect(outcome.pullPolicy == .always)
        #expect(outcome.notHonoured.map(\.option) == ["--network", "--link", "-i", "-t"])
        #expect(outcome.notHonoured.first?.reason == "the job has its own network")
        #expect(outcome.notHonoured.map(\.range) == [0..<14, 15..<24, 25..<28, 25..<28])
    }

    @Test("an option that the engine is too old for is listed")
    func needsNewerEngine() throws {
        var definition = ContainerDefinition(image: "app")
        var options = ContainerOptions()
        options.apiVersion = APIVersion(major: 1, minor: 41)
        let outcome = try options.apply("--health-start-interval 1s", to: &definition)
        #expect(outcome.notHonoured.map(\.option) == ["--health-start-interval"])
        #expect(definition.healthCheck == .inherited)
    }

    @Test(
        "a mistake is an error at its word",
        arguments: [
            ("--init --cpu 2", "unknown container option `--cpu`", 7..<12),
            ("-Z", "unknown container option `-Z`", 0..<2),
            ("--user", "the container option `--user` needs a value", 0..<6),
            (
                "--health-cmd 'curl -f x'",
                "unknown container option `-f`", 19..<21
            ),
            (
                "--init ubuntu", "`ubuntu` is neither a container option nor the value of one",
                7..<13
            ),
            (
                "--gpus all",
                "the container option `--gpus` is not supported: containers get no graphics "
                    + "processors", 0..<10
            ),
            (
                "-m lots",
                "the value `lots` of the container option `-m` is not usable: the form is `512m` "
                    + "or `2g`", 0..<7
            ),
            (
                "--health-interval 10",
                "the value `10` of the container option `--health-interval` is not usable: the "
                    + "form is `10s` or `1m30s`", 0..<20
            ),
            (
                "-v ./x:/x",
                "the value `./x:/x` of the container option `-v` is not usable: the path `./x` "
                    + "is not absolute", 0..<9
            ),
        ]
    )
    func mistakes(text: String, message: String, range: Range<Int>) {
        var definition = ContainerDefinition(image: "app")
        let before = definition
        do {
            _ = try ContainerOptions().apply(text, to: &definition)
            Issue.record("`\(text)` was accepted")
        } catch {
            #expect(error.message == message)
            #expect(error.range == range)
        }
        #expect(definition == before)
    }

    @Test("single quotes around words get a hint at double quotes")
    func singleQuotes() {
        var definition = ContainerDefinition(image: "app")
        #expect(throws: ContainerOptionsError.self) {
            try ContainerOptions().apply("--health-cmd 'pg_isready now'", to: &definition)
        }
        do {
            _ = try ContainerOptions().apply("--health-cmd 'pg_isready now'", to: &definition)
        } catch {
            #expect(error.help?.contains("double quotes") == true)
        }
    }

    @Test("every option that `docker create --help` shows is known")
    func knowsEveryOption() {
        let names = Set(ContainerOptions.knownNames)
        for name in Self.documented.split(whereSeparator: \.isWhitespace) {
            #expect(names.contains("--\(name)"))
        }
    }

    private static let documented = """
        add-host annotation attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent
        cgroupns cidfile cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period cpu-rt-runtime
        cpu-shares cpus cpuset-cpus cpuset-mems device device-cgroup-rule device-read-bps
        device-read-iops device-write-bps device-write-iops disable-content-trust dns dns-option
        dns-search domainname entrypoint env env-file expose gpus group-add health-cmd
        health-interval health-retries health-start-interval health-start-period health-timeout
        help hostname init interactive ip ip6 ipc isolation kernel-memory label label-file link
        link-local-ip log-driver log-opt mac-address memory memory-reservation memory-swap
        memory-swappiness mount name network network-alias no-healthcheck oom-kill-disable
        oom-score-adj pid pids-limit platform privileged publish publish-all pull quiet read-only
        restart rm runtime security-opt shm-size stop-signal stop-timeout storage-opt sysctl tmpfs
        tty ulimit user userns uts volume volume-driver volumes-from workdir
        """
}
