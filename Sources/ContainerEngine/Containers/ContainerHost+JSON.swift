extension ContainerLimits {
    /// The limits' part of `HostConfig`.
    func json() -> [String: JSONValue] {
        let numbers: [(String, Int64?)] = [
            ("Memory", memoryBytes),
            ("MemorySwap", memorySwapBytes),
            ("MemoryReservation", memoryReservationBytes),
            ("MemorySwappiness", memorySwappiness.map(Int64.init)),
            ("NanoCpus", nanoCPUs),
            ("CpuShares", cpuShares.map(Int64.init)),
            ("CpuPeriod", cpuPeriodMicroseconds.map(Int64.init)),
            ("CpuQuota", cpuQuotaMicroseconds.map(Int64.init)),
            ("ShmSize", sharedMemoryBytes),
            ("PidsLimit", processes),
            ("BlkioWeight", blockIOWeight.map(Int64.init)),
            ("OomScoreAdj", outOfMemoryScore.map(Int64.init)),
        ]
        var host: [String: JSONValue] = [:]
        for (name, number) in numbers { host[name] = number.map { .number($0) } }
        host["CpusetCpus"] = cpuSet.map { .string($0) }
        host["CpusetMems"] = memoryNodes.map { .string($0) }
        if isOutOfMemoryKillDisabled { host["OomKillDisable"] = true }
        if !resourceLimits.isEmpty {
            host["Ulimits"] = .array(
                resourceLimits.map {
                    ["Name": .string($0.name), "Soft": .number($0.soft), "Hard": .number($0.hard)]
                }
            )
        }
        return host
    }
}

extension ContainerIsolation {
    /// The isolation's part of `HostConfig`.
    func json() -> [String: JSONValue] {
        var host: [String: JSONValue] = ["Privileged": .boolean(isPrivileged)]
        let lists: [(String, [String])] = [
            ("CapAdd", addedCapabilities),
            ("CapDrop", droppedCapabilities),
            ("SecurityOpt", securityOptions),
            ("DeviceCgroupRules", deviceRules),
        ]
        for (name, list) in lists where !list.isEmpty { host[name] = .strings(list) }
        let names: [(String, String?)] = [
            ("PidMode", processNamespace),
            ("IpcMode", ipcNamespace),
            ("UsernsMode", userNamespace),
            ("UTSMode", hostnameNamespace),
            ("CgroupnsMode", controlGroupNamespace),
            ("CgroupParent", controlGroupParent),
            ("Runtime", runtime),
        ]
        for (name, text) in names { host[name] = text.map { .string($0) } }
        if !kernelParameters.isEmpty { host["Sysctls"] = .strings(kernelParameters) }
        if !devices.isEmpty {
            host["Devices"] = .array(
                devices.map {
                    [
                        "PathOnHost": .string($0.hostPath),
                        "PathInContainer": .string($0.containerPath),
                        "CgroupPermissions": .string($0.permissions),
                    ]
                }
            )
        }
        // `systempaths=unconfined` is the docker command's word for two empty lists.
        if securityOptions.contains("systempaths=unconfined") {
            host["SecurityOpt"] = .strings(
                securityOptions.filter { $0 != "systempaths=unconfined" }
            )
            host["MaskedPaths"] = []
            host["ReadonlyPaths"] = []
        }
        return host
    }
}

extension ContainerStorage {
    /// The storage's part of `HostConfig`.
    func json() -> [String: JSONValue] {
        var host: [String: JSONValue] = ["ReadonlyRootfs": .boolean(isRootReadOnly)]
        var binds: [String] = []
        var temporary: [String: String] = [:]
        var described: [JSONValue] = []
        for mount in mounts {
            switch mount.source {
            case .bind(let path, true, let words):
                let options = (mount.isReadOnly ? ["ro"] : []) + words
                let suffix = options.isEmpty ? "" : ":" + options.joined(separator: ",")
                binds.append("\(path):\(mount.target)\(suffix)")
            case .temporaryWithOptions(let options): temporary[mount.target] = options
            default: described.append(.object(mount.json()))
            }
        }
        if !binds.isEmpty { host["Binds"] = .strings(binds) }
        if !temporary.isEmpty { host["Tmpfs"] = .strings(temporary) }
        if !described.isEmpty { host["Mounts"] = .array(described) }
        if !volumesFrom.isEmpty { host["VolumesFrom"] = .strings(volumesFrom) }
        if !driverOptions.isEmpty { host["StorageOpt"] = .strings(driverOptions) }
        host["VolumeDriver"] = volumeDriver.map { .string($0) }
        return host
    }
}

extension ContainerMount {
    private static let propagations: Set<String> = [
        "private", "rprivate", "shared", "rshared", "slave", "rslave",
    ]

    /// One element of `HostConfig.Mounts`.
    fileprivate func json() -> [String: JSONValue] {
        var body: [String: JSONValue] = [
            "Target": .string(target), "ReadOnly": .boolean(isReadOnly),
        ]
        switch source {
        case .bind(let path, _, let options):
            body["Type"] = "bind"
            body["Source"] = .string(path)
            let propagation = options.first { Self.propagations.contains($0) }
            var details: [String: JSONValue] = [:]
            details["Propagation"] = propagation.map { .string($0) }
            if options.contains(Self.withoutMountsBelow) { details["NonRecursive"] = true }
            if !details.isEmpty { body["BindOptions"] = .object(details) }
        case .volume(let name, let copies, let driver, let options):
            body["Type"] = "volume"
            body["Source"] = name.map { .string($0) }
            var details: [String: JSONValue] = ["NoCopy": .boolean(!copies)]
            if driver != nil || !options.isEmpty {
                details["DriverConfig"] = [
                    "Name": .string(driver ?? "local"), "Options": .strings(options),
                ]
            }
            body["VolumeOptions"] = .object(details)
        case .temporary(let bytes, let mode):
            body["Type"] = "tmpfs"
            var details: [String: JSONValue] = [:]
            details["SizeBytes"] = bytes.map { .number($0) }
            details["Mode"] = mode.map { .integer($0) }
            body["TmpfsOptions"] = .object(details)
        case .temporaryWithOptions: break
        }
        return body
    }
}
