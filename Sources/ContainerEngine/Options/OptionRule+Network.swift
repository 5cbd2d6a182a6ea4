extension OptionRule {
    /// How the container is reached and what it reaches.
    static let networkRules: [OptionRule] = [
        OptionRule(
            "--network",
            "--net",
            effect: .value { target, text in
                try target.definition.network.join(text)
            }
        ),
        OptionRule(
            "--network-alias",
            "--net-alias",
            effect: .value { $0.definition.network.aliases.append($1) }
        ),
        OptionRule(
            "--publish",
            "-p",
            effect: .value { target, text in
                target.definition.network.publishedPorts += try OptionValue.mapping {
                    try PortMapping.parse(text)
                }
            }
        ),
        OptionRule("--publish-all", "-P", effect: .flag { $0.network.publishesAllPorts = $1 }),
        OptionRule(
            "--expose",
            effect: .value { target, text in
                target.definition.network.exposedPorts += try OptionValue.mapping {
                    try PortMapping.parseExposed(text)
                }
            }
        ),
        OptionRule("--hostname", "-h", effect: .value { $0.definition.network.hostname = $1 }),
        OptionRule("--domainname", effect: .value { $0.definition.network.domainName = $1 }),
        OptionRule("--dns", effect: .value { $0.definition.network.dnsServers.append($1) }),
        OptionRule(
            "--dns-option",
            "--dns-opt",
            effect: .value { $0.definition.network.dnsOptions.append($1) }
        ),
        OptionRule(
            "--dns-search",
            effect: .value { $0.definition.network.dnsSearch.append($1) }
        ),
        OptionRule(
            "--add-host",
            effect: .value { target, text in
                guard let mark = text.firstIndex(where: { $0 == ":" || $0 == "=" }),
                    mark != text.startIndex, text.index(after: mark) != text.endIndex
                else { throw BadOptionValue("the form is `name:address`") }
                let address = text[text.index(after: mark)...]
                target.definition.network.extraHosts.append("\(text[..<mark]):\(address)")
            }
        ),
        OptionRule("--mac-address", effect: .value { $0.definition.network.macAddress = $1 }),
        OptionRule("--ip", effect: .value { $0.definition.network.ipv4Address = $1 }),
        OptionRule("--ip6", effect: .value { $0.definition.network.ipv6Address = $1 }),
    ]
}

extension ContainerNetwork {
    /// Takes a network's name, or the long form `name=…,alias=…,ip=…`.
    fileprivate mutating func join(_ text: String) throws {
        guard text.contains("=") else {
            mode = text
            return
        }
        for field in try CommaFields.split(text) {
            let (key, value) = try OptionValue.pair(field, needsValue: true)
            switch key {
            case "name": mode = value
            case "alias": aliases.append(value)
            case "ip": ipv4Address = value
            case "ip6": ipv6Address = value
            case "mac-address": macAddress = value
            default: throw BadOptionValue("the field `\(key)` is not supported")
            }
        }
    }
}
