/// The four kinds of named values that a run is given.
package enum InputKind: Sendable, Hashable, CaseIterable {
    /// The `secrets` context.
    case secret
    /// The `vars` context.
    case variable
    /// The environment of every step, below the workflow's own `env`.
    case environment
    /// The `inputs` context of a workflow started by hand.
    case input

    /// The dotenv file in the project's root that is read when it exists.
    package var defaultFile: String {
        switch self {
        case .secret: ".secrets"
        case .variable: ".vars"
        case .environment: ".env"
        case .input: ".input"
        }
    }

    /// The option that names a file of such values.
    var fileFlag: String {
        switch self {
        case .secret: "--secret-file"
        case .variable: "--var-file"
        case .environment: "--env-file"
        case .input: "--input-file"
        }
    }

    /// The form in which a name is kept, so that two spellings of one name meet.
    ///
    /// GitHub keeps the names of secrets and variables in upper case and compares those of inputs
    /// without case.
    /// Source: <https://docs.github.com/actions/reference/secrets-reference#naming-your-secrets>
    func key(for name: String) -> String {
        switch self {
        case .secret, .variable: name.uppercased()
        case .environment: name
        case .input: name.lowercased()
        }
    }

    /// Whether a text can be a name: `[A-Za-z_][A-Za-z0-9_.-]*`.
    package static func isName(_ text: String) -> Bool {
        DotenvParser.isName(text.utf8)
    }
}
