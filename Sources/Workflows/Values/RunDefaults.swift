package import Expressions

/// `defaults.run`: what `run` steps use that name no shell or folder themselves.
package struct RunDefaults: Sendable {
    /// `shell`.
    package let shell: Located<Template>?
    /// `working-directory`.
    package let workingDirectory: Located<Template>?
    /// What gives the whole mapping instead: one expression, or a mapping with keys that are
    /// expressions or inserted.
    package let whole: ValueTemplate?
}
