/// The kinds of files that can be checked.
package enum FileKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// A workflow.
    case workflow
    /// The metadata of an action.
    case action
    /// A configuration of Dependabot.
    case dependabot
    /// `.actlocal.yml`.
    case configuration

    /// The names of a project's configuration.
    package static let configurationNames = [".actlocal.yml", ".actlocal.yaml"]
    /// The names of an action's metadata, in the order they are looked for.
    package static let manifestNames = ["action.yml", "action.yaml"]
    /// The paths of Dependabot's configuration.
    package static let dependabotPaths = [".github/dependabot.yml", ".github/dependabot.yaml"]

    /// Whether a file's name ends as that of a YAML file.
    package static func isYAML(_ name: String) -> Bool {
        name.utf8.suffix(4).elementsEqual(".yml".utf8)
            || name.utf8.suffix(5).elementsEqual(".yaml".utf8)
    }

    /// What a file's path says it is; nil when it says nothing.
    package init?(path: String) {
        guard Self.isYAML(path) else { return nil }
        let parts = path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
        guard let name = parts.last else { return nil }
        let stem = name[..<(name.utf8.lastIndex(of: UInt8(ascii: ".")) ?? name.endIndex)]
        let folders = parts.dropLast()
        if folders.suffix(2).elementsEqual([".github", "workflows"]) {
            self = .workflow
        } else if stem == "action" {
            self = .action
        } else if stem == "dependabot", folders.last == ".github" {
            self = .dependabot
        } else if stem == ".actlocal" {
            self = .configuration
        } else {
            return nil
        }
    }

    /// What a file is by its first key at the start of a line that only one kind has; nil when
    /// there is none.
    package init?(text: String) {
        let kinds: [Substring: FileKind] = [
            "on": .workflow, "jobs": .workflow, "runs": .action, "updates": .dependabot,
        ]
        for line in text.split(whereSeparator: \.isNewline) {
            let key = line.prefix { $0 != ":" }.filter { $0 != "\"" && $0 != "'" }
            if key.count < line.count, let kind = kinds[Substring(key)] {
                self = kind
                return
            }
        }
        return nil
    }
}
