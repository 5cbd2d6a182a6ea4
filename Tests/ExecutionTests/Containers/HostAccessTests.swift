import ContainerEngine
import FoundationEssentials
import Glibc
import Testing

@testable import Execution

@Suite("Host access")
struct HostAccessTests {
    /// A project, a cache and a socket in a folder of their own, and the rule that guards them.
    private func inFolder(_ body: (_ folder: String, HostAccess) throws -> Void) throws {
        var template = Array(
            ("/tmp/actlocal-access-" + String(repeating: "X", count: 6)).utf8CString
        )
        let made = try #require(mkdtemp(&template))
        let folder = String(cString: made)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["project", "project/src", "cache", "data", "run"] {
            try #require(mkdir("\(folder)/\(name)", 0o755) == 0)
        }
        try #require(symlink("project", "\(folder)/link") == 0)
        let access = HostAccess(
            endpoint: EngineEndpoint(.unix(path: "\(folder)/run/engine.sock")),
            ownFolders: ["\(folder)/project", "\(folder)/cache"]
        )
        try body(folder, access)
    }

    private static let root = "volume-opt=device=/"
    private static let bound = "volume-opt=o=bind,\(root)"

    private func definition(_ options: String) throws -> ContainerDefinition {
        var definition = ContainerDefinition(image: "x")
        _ = try ContainerOptions().apply(options, to: &definition)
        return definition
    }

    @Test(
        "the engine and the developer's own files are refused however they are written",
        arguments: [
            ("-v /var/run/docker.sock:/s", "engine"), ("-v /run:/s", "engine"),
            ("-v /:/host:ro", "engine"), ("-v /var/run/../run/docker.sock:/s", "engine"),
            ("--mount type=bind,source=@/run,target=/s", "engine"),
            ("-v @/run/engine.sock:/s", "engine"), ("-v /var/lib/docker/volumes:/s", "engine"),
            ("-v @/project:/s", "themselves"), ("-v @/project/src:/s:ro", "themselves"),
            ("-v @:/s", "engine"), ("-v @/link/src:/s", "themselves"),
            ("-v @/data/../cache:/s", "themselves"), ("-v /proc/sys:/s", "kernel"),
            ("-v /sys:/s", "kernel"), ("-v /sys/power:/s:ro", "kernel"),
            ("-v @/data/none:/s", "does not exist"),
            ("-v /home/runner/work/a/a:/s", "GitHub's runner"),
            ("--mount type=volume,target=/s,volume-opt=device=@/project", "themselves"),
            ("--mount type=volume,target=/s,volume-opt=type=ext4,volume-opt=device=/d", "ext4"),
            ("--mount type=volume,target=/s,volume-opt=type=tmpfs,\(Self.bound)", "engine"),
            ("--mount type=volume,target=/s,volume-opt=type=nfs,\(Self.bound)", "engine"),
            ("--mount type=volume,target=/s,\\\"volume-opt=o=rw,bind\\\",\(Self.root)", "engine"),
            ("--mount type=volume,target=/s,volume-opt=o=bind,volume-opt=device=/etc", "write"),
            ("--security-opt systempaths=unconfined", "change the kernel"),
            ("--privileged", "all rights"), ("--pid host", "--pid"), ("--pid=container:x", "--pid"),
            ("--volumes-from other", "--volumes-from"), ("--device /dev", "disks"),
            ("--cap-add ALL", "over this machine"),
            ("--cap-add=cap_sys_admin", "over this machine"),
            ("--cap-add SYS_MODULE --cap-add NET_RAW", "over this machine"),
            ("--device /dev/mem", "memory"), ("--device-cgroup-rule \"b *:* rwm\"", "disks"),
            ("--device-cgroup-rule \"c *:* rwm\"", "disks"),
            ("--device-cgroup-rule \"c 21:0 rwm\"", "disks"),
        ]
    )
    func refused(_ options: String, _ word: String) throws {
        try inFolder { folder, access in
            let text = options.split(separator: "@", omittingEmptySubsequences: false)
                .joined(separator: folder)
            var definition = try definition(text)
            let refusal = try #require(throws: HostAccess.Refusal.self) {
                try access.admit(&definition)
            }
            #expect(refusal.message.contains(word), "\(refusal.message)")
        }
    }

    @Test("the runner's socket at its own place is no mount where a job has an engine there")
    func offeredSocket() throws {
        try inFolder { folder, access in
            let options =
                "-v /run/docker.sock:/var/run/docker.sock:ro -v \(folder)/data:/data "
                + "--mount type=bind,source=/var/run/docker.sock,target=/var/run/docker.sock"
            var definition = try definition(options)
            let notices = try access.admit(&definition, offersEngine: true).notices
            let targets = definition.storage.mounts.map(\.target)
            #expect(targets == ["/data"])
            #expect(notices == ["the container sees `\(folder)/data` of this machine"])
            var elsewhere = try self.definition("-v \(folder)/data:/d -v /var/run/docker.sock:/s")
            let refusal = try #require(throws: HostAccess.Refusal.self) {
                try access.admit(&elsewhere, offersEngine: true)
            }
            #expect(refusal.mount == 1 && refusal.message.contains("engine"))
        }
    }

    @Test("a socket is refused wherever it lies")
    func socket() throws {
        try inFolder { folder, access in
            let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(descriptor) }
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { bytes in
                bytes.copyBytes(from: "\(folder)/data/s".utf8)
            }
            let bound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            try #require(bound == 0)
            for mount in ["\(folder)/data/s:/s", "\(folder)/data:/d"] {
                var definition = try definition("-v \(mount)")
                let refusal = try #require(throws: HostAccess.Refusal.self) {
                    try access.admit(&definition)
                }
                #expect(refusal.message.contains("Unix socket"))
            }
        }
    }

    @Test("a folder that cannot be looked into is refused")
    func closed() throws {
        try inFolder { folder, access in
            // Paths have an end, also for root: the innermost folder lies beyond it.
            let name = String(repeating: "n", count: 250)
            var open = [Glibc.open("\(folder)/data", O_RDONLY | O_CLOEXEC)]
            defer {
                for (parent, child) in zip(open, open.dropFirst()).reversed() {
                    close(child)
                    unlinkat(parent, name, AT_REMOVEDIR)
                }
                close(open[0])
            }
            for _ in 0..<20 {
                try #require(mkdirat(open[open.count - 1], name, 0o755) == 0)
                open.append(openat(open[open.count - 1], name, O_RDONLY))
            }
            var definition = try definition("-v \(folder)/data:/d")
            let refusal = try #require(throws: HostAccess.Refusal.self) {
                try access.admit(&definition)
            }
            #expect(refusal.message.contains("cannot be looked through"))
        }
    }

    @Test("other folders are bound by their real path, never created, and named")
    func admitted() throws {
        try inFolder { folder, access in
            try #require(symlink("data", "\(folder)/alias") == 0)
            var definition = try definition("-v \(folder)/alias:/d:ro -v kept:/k --tmpfs /t")
            let notices = try access.admit(&definition).notices
            #expect(notices == ["the container sees `\(folder)/alias` of this machine"])
            #expect(
                definition.storage.mounts.first
                    == .bind("\(folder)/data", at: "/d", isReadOnly: true)
            )
        }
    }

    @Test("the system's own folders can only be read, and who wants more is told")
    func systemFolders() throws {
        try inFolder { folder, access in
            let options =
                "-v /etc/ssl:/a -v \(folder)/data:/b -v /usr/share:/c:ro -v /etc/ssl:/d:rw,z "
                + "--mount type=bind,source=/bin,target=/e"
            var definition = try definition(options)
            let admission = try access.admit(&definition)
            #expect(definition.storage.mounts.map(\.isReadOnly) == [true, false, true, true, true])
            #expect(admission.onlyReadable == [0: "/etc/ssl", 3: "/etc/ssl", 4: "/bin"])
        }
    }

    @Test("options that weaken the wall are named, harmless ones are not")
    func weakened() throws {
        try inFolder { _, access in
            var definition = try definition(
                "--cap-add SYS_PTRACE --ipc host --userns host --device /dev/null "
                    + "--security-opt seccomp=unconfined --security-opt no-new-privileges "
                    + "--ipc private --cap-drop ALL"
            )
            #expect(
                try access.admit(&definition).notices.map { $0.split(separator: "`").first }
                    == [
                        "--cap-add SYS_PTRACE", "--security-opt seccomp=unconfined",
                        "--device /dev/null", "--userns host",
                    ]
            )
        }
    }

    @Test("every option that is left to the run is one that exists")
    func reservedNames() throws {
        let names = Set(ContainerOptions.knownNames)
        let reserved = JobMaking.reservedOptions.merging(JobMaking.reservedForJobs) { first, _ in
            first
        }
        #expect(reserved.keys.filter { !names.contains($0) } == [])
        var options = ContainerOptions()
        options.reserved = reserved
        var definition = ContainerDefinition(image: "x")
        let outcome = try options.apply(
            "-p 1:1 --name n --restart always --net host --entrypoint sh -P --rm",
            to: &definition
        )
        #expect(
            outcome.notHonoured.map(\.option)
                == ["-p", "--name", "--restart", "--net", "--entrypoint", "-P", "--rm"]
        )
        #expect(definition == ContainerDefinition(image: "x"))
    }
}
