extension ActionReference {
    /// Reads `uses` of a step; nil when it has none of the four forms.
    ///
    /// Source: the runner's `WorkflowTemplateConverter.ConvertToStep`
    init?(parsing text: String) {
        if text.hasPrefix("docker://") {
            self = .docker(image: String(text.dropFirst("docker://".count)))
        } else if text.hasPrefix("./") || text.hasPrefix(".\\") {
            self = .local(path: text)
        } else if text.hasPrefix("$/"), !text.contains("@") {
            self = .sameRepository(path: String(text.dropFirst(2)))
        } else {
            self.init(repository: text)
        }
    }

    private init?(repository text: String) {
        let at = UInt8(ascii: "@")
        let halves = text.utf8.split(separator: at, omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[1].isEmpty else {
            return nil
        }
        let slashes = [UInt8(ascii: "/"), UInt8(ascii: "\\")]
        let parts = halves[0].split { slashes.contains($0) }.map { String(Substring($0)) }
        guard parts.count >= 2 else {
            return nil
        }
        self = .repository(
            owner: parts[0],
            name: parts[1],
            path: parts.dropFirst(2).joined(separator: "/"),
            ref: String(Substring(halves[1]))
        )
    }

    /// Whether it names a workflow of another repository, which no step can use.
    var isWorkflow: Bool {
        guard case .repository(_, _, let path, _) = self else {
            return false
        }
        return path.hasPrefix(".github/workflows/")
    }

    /// What GitHub names a step of this action that has no id, without the leading `__`.
    var nameStem: String {
        switch self {
        case .local, .sameRepository: "self"
        case .repository(let owner, let name, _, _): "\(owner)_\(name)"
        case .docker(let image): image
        }
    }
}
