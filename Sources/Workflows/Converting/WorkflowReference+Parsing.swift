extension WorkflowReference {
    private static let folder = ".github/workflows/"

    /// Reads `uses` of a job; nil when it is no reference to a workflow file.
    ///
    /// `$/` is the newer way to write `./`: the repository and commit of the calling file.
    /// Source:
    /// <https://docs.github.com/actions/how-tos/reuse-automations/reuse-workflows#calling-a-reusable-workflow>
    package init?(parsing text: String) {
        if text.hasPrefix("./") || text.hasPrefix("$/") {
            let path = String(text.dropFirst(2))
            guard Self.isWorkflowFile(path), !path.contains("@") else {
                return nil
            }
            self = .local(path: path)
            return
        }
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[1].isEmpty else {
            return nil
        }
        let parts = halves[0].split(
            separator: "/",
            maxSplits: 2,
            omittingEmptySubsequences: false
        ).map(String.init)
        guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty,
            Self.isWorkflowFile(parts[2])
        else {
            return nil
        }
        self = .repository(
            owner: parts[0],
            name: parts[1],
            path: parts[2],
            ref: String(halves[1])
        )
    }

    /// Whether a path lies directly in the workflows folder and has the right ending.
    private static func isWorkflowFile(_ path: String) -> Bool {
        guard path.hasPrefix(folder) else {
            return false
        }
        let name = path.dropFirst(folder.count)
        return !name.contains("/") && name.count > 4
            && (name.hasSuffix(".yml") || name.hasSuffix(".yaml"))
    }
}
