package import Expressions

/// `action.yml`: what an action takes, gives and does.
///
/// Source: <https://docs.github.com/actions/reference/metadata-syntax-for-github-actions>
package struct ActionManifest: Sendable {
    /// The path the file is shown with.
    package let file: String
    /// `name`.
    package let name: String?
    /// `description`.
    package let description: String?
    /// `branding.color`, which only the marketplace reads.
    let brandingColor: Located<String>?
    /// `branding.icon`, likewise.
    let brandingIcon: Located<String>?
    /// `inputs`, in order; names compare without regard to letter case.
    package let inputs: [ActionInput]
    /// `outputs`, in order.
    package let outputs: [ActionOutput]
    /// `runs`.
    package internal(set) var runs: ActionRuns
}

/// One input of an action.
package struct ActionInput: Sendable {
    /// Its name.
    package let name: Located<String>
    /// `description`.
    package let description: String?
    /// `required`; GitHub does not check it.
    package let isRequired: Bool
    /// `default`.
    package let defaultValue: Located<Template>?
    /// `deprecationMessage`, shown when the input is used.
    package let deprecationMessage: String?
}

/// One output of an action.
package struct ActionOutput: Sendable {
    /// Its name.
    package let name: Located<String>
    /// `description`.
    package let description: String?
    /// `value`, of composite actions only.
    package let value: Located<Template>?
}
