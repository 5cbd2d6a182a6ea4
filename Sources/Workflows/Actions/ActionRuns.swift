package import Expressions

/// `runs` of an action.
package enum ActionRuns: Sendable {
    /// `using: composite`.
    case composite([Step])
    /// `using: node20` and its relatives.
    case javaScript(JavaScriptAction)
    /// `using: docker`.
    case docker(DockerAction)
}

/// An action that node runs.
package struct JavaScriptAction: Sendable {
    /// `using`, in lower case: `node20`.
    package let using: Located<String>
    /// `main`: the file, relative to the action's folder.
    package let main: Located<String>
    /// `pre`: a file that runs before the job's steps.
    package let pre: Located<String>?
    /// `pre-if`; when absent, `always()`.
    package let preCondition: Located<Condition>?
    /// `post`: a file that runs after the job's steps.
    package let post: Located<String>?
    /// `post-if`; when absent, `always()`.
    package let postCondition: Located<Condition>?
}

/// An action that runs in a container of its own.
package struct DockerAction: Sendable {
    /// `image`: `docker://image`, or a Dockerfile relative to the action's folder.
    package let image: Located<String>
    /// `entrypoint`.
    package let entrypoint: Located<String>?
    /// `args`, a sequence of strings; expressions may use `inputs`.
    package let args: ValueTemplate?
    /// `env`, a mapping; expressions may use `inputs`.
    package let env: ValueTemplate?
    /// `pre-entrypoint`.
    package let preEntrypoint: Located<String>?
    /// `pre-if`; when absent, `always()`.
    package let preCondition: Located<Condition>?
    /// `post-entrypoint`.
    package let postEntrypoint: Located<String>?
    /// `post-if`; when absent, `always()`.
    package let postCondition: Located<Condition>?
}
