extension OptionRule {
    /// The files the container sees.
    static let storageRules: [OptionRule] = [
        OptionRule(
            "--volume",
            "-v",
            effect: .value { target, text in
                let mapping = try OptionValue.mapping { try VolumeMapping.parse(text) }
                target.definition.storage.mounts.append(
                    try mapping.mount(baseFolder: target.baseFolder)
                )
            }
        ),
        OptionRule(
            "--mount",
            effect: .value { target, text in
                target.definition.storage.mounts.append(
                    try MountDescription(text).mount(baseFolder: target.baseFolder)
                )
            }
        ),
        OptionRule(
            "--tmpfs",
            effect: .value { target, text in
                let parts = text.split(separator: ":", maxSplits: 1)
                guard let path = parts.first, path.hasPrefix("/") else {
                    throw BadOptionValue("the path is not absolute")
                }
                target.definition.storage.mounts.append(
                    ContainerMount(
                        .temporaryWithOptions(parts.count > 1 ? String(parts[1]) : ""),
                        at: String(path)
                    )
                )
            }
        ),
        OptionRule("--read-only", effect: .flag { $0.storage.isRootReadOnly = $1 }),
        OptionRule(
            "--volumes-from",
            effect: .value { $0.definition.storage.volumesFrom.append($1) }
        ),
        OptionRule("--volume-driver", effect: .value { $0.definition.storage.volumeDriver = $1 }),
        OptionRule(
            "--storage-opt",
            effect: .value { target, text in
                let (name, value) = try OptionValue.pair(text, needsValue: true)
                target.definition.storage.driverOptions[name] = value
            }
        ),
    ]
}
