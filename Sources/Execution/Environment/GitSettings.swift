/// More settings for git, by variables that every process below a step hands on.
///
/// Source: `GIT_CONFIG_COUNT` in `git-config(1)`, since git 2.31
enum GitSettings {
    /// What names a file of settings among the variables of the services.
    static let file = "GIT_CONFIG_VALUE_0"

    /// Lets git read one more file, behind the settings that the variables give it already.
    ///
    /// What a workflow sets in a way that git refuses stays as it is.
    static func include(_ file: String, in variables: inout [String: String]) {
        let count = Int(variables["GIT_CONFIG_COUNT"] ?? "0") ?? -1
        guard count >= 0, count < 1_000 else { return }
        variables["GIT_CONFIG_COUNT"] = "\(count + 1)"
        variables["GIT_CONFIG_KEY_\(count)"] = "include.path"
        variables["GIT_CONFIG_VALUE_\(count)"] = file
    }
}
