package import Diagnostics
package import Expressions

/// `environment`: the deployment target a job works on.
///
/// Source: <https://docs.github.com/actions/reference/deployments-and-environments>
package struct JobEnvironment: Sendable {
    /// The environment's name; empty once evaluated means no environment.
    ///
    /// What is all of `environment` may give a mapping: one expression, or a mapping with keys that
    /// are expressions or inserted, without its `url`.
    package let name: ValueTemplate
    /// `url`, evaluated when the job ends.
    package let url: Located<Template>?
    /// `deployment`: false uses the environment without recording a deployment.
    package let deployment: Templated<Bool>?
    /// Where it stands.
    package let span: SourceSpan

    /// Whether `name` is all of `environment`, and may give a mapping.
    package var isWhole: Bool { name.span == span }
}
