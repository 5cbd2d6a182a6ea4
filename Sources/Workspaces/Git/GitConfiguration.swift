/// The settings git has for a repository, from all its files.
struct GitConfiguration: Sendable {
    private let values: [String: [String]]

    /// Reads what `git config -z --list` printed.
    init(_ bytes: [UInt8]) {
        var values: [String: [String]] = [:]
        for entry in bytes.split(separator: 0) {
            let parts = entry.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(decoding: parts[0], as: UTF8.self)
            // A name without a value means true.
            let value = parts.count == 2 ? String(decoding: parts[1], as: UTF8.self) : "true"
            values[name, default: []].append(value)
        }
        self.values = values
    }

    /// The value that counts: the last one.
    subscript(name: String) -> String? { values[name]?.last }

    /// Whether a setting is on; `fallback` when it is not set.
    func isOn(_ name: String, fallback: Bool) -> Bool {
        guard let value = self[name]?.lowercased() else { return fallback }
        return !["false", "no", "off", "0", ""].contains(value)
    }

    /// Whether the repository was cloned with a filter.
    var isPartialClone: Bool {
        values.contains { name, value in
            name == "extensions.partialclone"
                || name.hasPrefix("remote.") && name.hasSuffix(".promisor") && value.last == "true"
        }
    }

    /// The remote that stands for the repository on its server.
    func remote(ofBranch branch: String?) -> GitRemote? {
        let names = values.keys.compactMap { key -> String? in
            guard key.hasPrefix("remote."), key.hasSuffix(".url") else { return nil }
            return String(key.dropFirst(7).dropLast(4))
        }
        let tracked = branch.flatMap { self["branch.\($0).remote"] }
        let name =
            ["origin", tracked].compactMap { $0 }.first(where: names.contains)
            ?? names.sorted().first
        return name.flatMap { name in
            values["remote.\(name).url"]?.first.map { GitRemote(name: name, url: $0) }
        }
    }
}
