/// The inputs of actions that run the text they are given.
enum ScriptInputs {
    private static let names: [String: Set<String>] = [
        "actions/github-script": ["script"]
    ]

    /// The inputs, in lower case, that an action runs as a program.
    static func names(of reference: ActionReference) -> Set<String> {
        guard case .repository(let owner, let name, "", _) = reference else {
            return []
        }
        return names["\(owner)/\(name)".lowercased()] ?? []
    }
}
