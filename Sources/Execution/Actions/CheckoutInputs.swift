/// The inputs of `actions/checkout` as one step gives them.
///
/// Source: <https://github.com/actions/checkout#usage>
struct CheckoutInputs {
    /// `owner/name`; empty for the own repository.
    let repository: String
    /// Branch, tag or commit; empty for that of the run.
    let ref: String
    /// Where it goes, below the workspace; empty for the workspace itself.
    let path: String
    /// Whether what is there is removed first.
    let cleans: Bool
    /// What alone is to be there, as `git sparse-checkout` takes it; empty for everything.
    let sparsePatterns: [String]
    /// Whether the patterns are folders.
    let isCone: Bool
    /// How many commits the history has; 0 for all.
    let depth: Int
    /// Whether a token is given.
    let hasToken: Bool
    /// Names of what is asked for and has no effect on the workspace that takes the place of a
    /// fetch; values can be secrets.
    let withoutEffect: [String]

    /// Reads evaluated inputs; names compare without case.
    init(_ inputs: [(name: String, value: String)]) {
        var values: [String: String] = [:]
        for input in inputs {
            values[input.name.lowercased()] = input.value
        }
        func value(_ name: String) -> String {
            values[name]?.drop(while: \.isWhitespace).description ?? ""
        }
        repository = value("repository")
        ref = value("ref")
        path = value("path")
        cleans = value("clean").lowercased() != "false"
        sparsePatterns = value("sparse-checkout").split(whereSeparator: \.isNewline)
            .map { String($0).trimmingWhitespace() }.filter { !$0.isEmpty }
        isCone = value("sparse-checkout-cone-mode").lowercased() != "false"
        let number = value("fetch-depth").isEmpty ? 1 : Double(value("fetch-depth")) ?? 0
        depth = number >= 0 ? Int(min(number, 1_000_000)) : 0
        hasToken = !value("token").isEmpty
        withoutEffect = Self.defaults.compactMap { name, expected in
            let given = value(name).lowercased()
            return given.isEmpty || given == expected ? nil : name
        }
    }

    /// Inputs that would change the files, with the value that does not.
    private static let defaults: [(String, String)] = [
        ("lfs", "false"), ("submodules", "false"), ("ssh-key", ""),
    ]
}
