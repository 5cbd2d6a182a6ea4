/// Reads the values that options take, as the docker command does.
enum OptionValue {
    /// `true`, `1`, `t` and their opposites.
    static func boolean(_ text: String) throws -> Bool {
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": true
        case "0", "f", "F", "false", "FALSE", "False": false
        default: throw BadOptionValue("it is neither `true` nor `false`")
        }
    }

    /// A whole number.
    static func integer(_ text: String, atLeast minimum: Int = .min) throws -> Int {
        guard let number = Int(text) else { throw BadOptionValue("it is no whole number") }
        guard number >= minimum else { throw BadOptionValue("it is less than \(minimum)") }
        return number
    }

    /// A name and what stands behind its first `=`.
    static func pair(_ text: String, needsValue: Bool) throws -> (String, String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty, parts.count > 1 || !needsValue else {
            throw BadOptionValue("the form is `name=value`")
        }
        return (String(name), parts.count > 1 ? String(parts[1]) : "")
    }

    /// A duration such as `1m30s`, not negative.
    static func duration(_ text: String) throws -> Duration {
        guard let duration = Duration(goText: text) else {
            throw BadOptionValue("the form is `10s` or `1m30s`")
        }
        guard duration >= .zero else { throw BadOptionValue("it is negative") }
        return duration
    }

    /// A size such as `512m`, in bytes.
    static func size(_ text: String) throws -> Int64 {
        guard let size = ByteSize.parse(text) else {
            throw BadOptionValue("the form is `512m` or `2g`")
        }
        return size
    }

    /// A decimal number in billionths, exactly.
    static func billionths(_ text: String) throws -> Int64 {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? parts[1] : ""
        guard fraction.count <= 9 else { throw BadOptionValue("it is too precise") }
        let digits = parts[0] + fraction + String(repeating: "0", count: 9 - fraction.count)
        guard !text.isEmpty, text != ".", digits.allSatisfy(\.isASCIIDigit),
            let value = Int64(digits)
        else { throw BadOptionValue("it is no number such as `1.5`") }
        return value
    }

    /// A restart policy.
    static func restart(_ text: String) throws -> RestartPolicy {
        let parts = text.split(separator: ":", maxSplits: 1)
        switch (parts.first, parts.count) {
        case ("no", 1), (nil, _): return .never
        case ("always", 1): return .always
        case ("unless-stopped", 1): return .unlessStopped
        case ("on-failure", 1): return .onFailure(maximumRetries: 0)
        case ("on-failure", 2):
            return .onFailure(maximumRetries: try integer(String(parts[1]), atLeast: 0))
        default:
            throw BadOptionValue(
                "it is none of `no`, `always`, `unless-stopped` and `on-failure`"
            )
        }
    }

    private static let limitNames: Set<String> = [
        "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc",
        "rss", "rtprio", "rttime", "sigpending", "stack",
    ]

    /// A limit in the form `name=soft[:hard]`.
    static func resourceLimit(_ text: String) throws -> ResourceLimit {
        let (name, values) = try pair(text, needsValue: true)
        guard limitNames.contains(name) else { throw BadOptionValue("there is no such limit") }
        let parts = values.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count) else {
            throw BadOptionValue("the form is `name=soft:hard`")
        }
        let soft = Int64(try integer(String(parts[0])))
        let hard = parts.count > 1 ? Int64(try integer(String(parts[1]))) : soft
        guard hard == -1 || (soft != -1 && soft <= hard) else {
            throw BadOptionValue("the soft limit is above the hard one")
        }
        return ResourceLimit(name, soft: soft, hard: hard)
    }

    /// A device in the form `host[:container][:permissions]`.
    static func device(_ text: String) throws -> DeviceMapping {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        func arePermissions(_ word: String) -> Bool {
            !word.isEmpty && word.allSatisfy { "rwm".contains($0) }
        }
        guard let host = parts.first, !host.isEmpty, parts.count <= 3 else {
            throw BadOptionValue("the form is `/dev/name:/dev/name:rwm`")
        }
        var mapping = DeviceMapping(host)
        if parts.count == 3 {
            guard arePermissions(parts[2]) else {
                throw BadOptionValue("permissions are of `r`, `w` and `m`")
            }
            mapping.permissions = parts[2]
        }
        if parts.count > 1 {
            if parts.count == 2, arePermissions(parts[1]) {
                mapping.permissions = parts[1]
            } else {
                mapping.containerPath = parts[1]
            }
        }
        return mapping
    }

    /// Runs a parser of mappings and turns its error into one about an option's value.
    static func mapping<Value>(_ parse: () throws -> Value) throws -> Value {
        do {
            return try parse()
        } catch let error as MappingError {
            throw BadOptionValue(error.reason)
        }
    }
}

extension Character {
    /// Whether it is one of `0` to `9`.
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
