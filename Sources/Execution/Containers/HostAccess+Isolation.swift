import ContainerEngine
import Workspaces

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension HostAccess {
    /// Turns away what makes a container as good as the machine itself.
    func refuseIsolation(_ isolation: ContainerIsolation) throws(Refusal) {
        if isolation.isPrivileged {
            throw Refusal(
                message: "`--privileged` would give the container all rights of this machine",
                help: "name what is needed with `--cap-add` or `--device`"
            )
        }
        for capability in isolation.addedCapabilities where Self.isTooPowerful(capability) {
            throw Refusal(
                message: "`--cap-add \(capability)` would give the container rights over this "
                    + "machine itself",
                help: "name a capability that is bounded by the container, such as `SYS_PTRACE` "
                    + "or `NET_ADMIN`"
            )
        }
        if let option = isolation.securityOptions.first(where: { $0.hasPrefix("systempaths") }) {
            throw Refusal(
                message: "`--security-opt \(option)` would let the container change the kernel "
                    + "of this machine",
                help: "remove it, or name what is needed with `--sysctl`"
            )
        }
        if let namespace = isolation.processNamespace, namespace != "private" {
            throw Refusal(
                message: "`--pid \(namespace)` would show the container other processes' files",
                help: "remove it: a container sees its own processes only"
            )
        }
        if let rule = isolation.deviceRules.first(where: Self.opensDisks) {
            throw Refusal(
                message: "`--device-cgroup-rule \(rule)` would open the disks of this machine",
                help: "name character devices only, as in `c 42:* rmw`"
            )
        }
        for device in isolation.devices where Self.reachesDisks(device.hostPath) {
            throw Refusal(
                message: "`--device \(device.hostPath)` would open the disks or the memory of "
                    + "this machine",
                help: "name the one device that is needed"
            )
        }
    }

    /// Capabilities that reach past the container: to the kernel, the clock, the hardware, or to
    /// files of this machine whatever is mounted.
    ///
    /// Source: capabilities(7)
    private static let powers: Set<String> = [
        "ALL", "BPF", "DAC_READ_SEARCH", "MAC_ADMIN", "MAC_OVERRIDE", "SYS_ADMIN", "SYS_BOOT",
        "SYS_MODULE", "SYS_RAWIO", "SYS_TIME", "SYSLOG",
    ]

    /// Whether a capability, with `CAP_` before its name or without, is one of them.
    static func isTooPowerful(_ capability: String) -> Bool {
        let name = capability.uppercased()
        return powers.contains(name.hasPrefix("CAP_") ? String(name.dropFirst(4)) : name)
    }

    /// Whether a rule such as `c 42:* rmw` lets a container make a disk's device: a block device,
    /// or a character device whose commands write a disk as well.
    ///
    /// Source: <https://www.kernel.org/doc/html/latest/admin-guide/devices.html>
    private static func opensDisks(rule: String) -> Bool {
        let words = rule.split(separator: " ")
        let major = words.dropFirst().first?.split(separator: ":").first.flatMap { Int($0) }
        guard words.first == "c", let major, major != 21 else { return true }
        // Some drivers have the numbers that were free when this machine started.
        let table = String(decoding: SmallFile.read("/proc/devices") ?? [], as: UTF8.self)
        return table.split(separator: "\n").contains { line in
            let words = line.split(separator: " ")
            return words.count == 2 && Int(words[0]) == major
                && ["sg", "bsg", "nvme", "nvme-generic"].contains(words[1])
        }
    }

    /// Whether a device drives a disk, or is the machine's memory.
    private static func isDangerous(_ place: MachinePath) -> Bool {
        let memory = ["/dev/mem", "/dev/kmem", "/dev/port", "/proc/kcore"]
        if place.isBlockDevice || memory.contains(place.resolved) { return true }
        guard place.resolved.hasPrefix("/dev/") else { return false }
        let name = place.resolved.dropFirst("/dev/".count)
        return name.hasPrefix("bsg/")
            || ["sg", "nvme", "ng"].contains { kind in
                name.hasPrefix(kind) && name.dropFirst(kind.count).first?.isNumber == true
            }
    }

    /// Whether a device, or one of those in a folder, is a disk or the machine's memory, or may be.
    private static func reachesDisks(_ path: String) -> Bool {
        let place = MachinePath(path)
        if isDangerous(place) { return true }
        guard place.isFolder else { return false }
        guard let names = try? FileManager.default.subpathsOfDirectory(atPath: place.resolved)
        else { return true }
        return names.contains { isDangerous(MachinePath("\(place.resolved)/\($0)")) }
    }

    /// What weakens the wall between a container and this machine, a sentence each.
    static func notices(of isolation: ContainerIsolation) -> [String] {
        var options = isolation.addedCapabilities.map { "--cap-add \($0)" }
        options += isolation.securityOptions.filter { !$0.hasPrefix("no-new-privileges") }
            .map { "--security-opt \($0)" }
        options += isolation.deviceRules.map { "--device-cgroup-rule \($0)" }
        options += isolation.devices.map { "--device \($0.hostPath)" }
        for (name, value) in [
            ("--ipc", isolation.ipcNamespace), ("--userns", isolation.userNamespace),
            ("--uts", isolation.hostnameNamespace), ("--cgroupns", isolation.controlGroupNamespace),
        ] {
            guard let value, value == "host" || value.hasPrefix("container:") else { continue }
            options.append("\(name) \(value)")
        }
        return options.map { "`\($0)` opens this machine to the container" }
    }
}
