package import Expressions

/// `defaults.run`: what `run` steps use that name no shell or folder themselves.
package struct RunDefaults: Sendable {
    /// `shell`.
    package let shell: Located<Template>?
    /// `working-directory`.
    package let workingDirectory: Located<Template>?
    /// The expression that gives the whole mapping instead.
    package let whole: Located<Template>?
}
