package import Expressions

/// The moments of a job at which an action can have work.
package enum ActionStage: String, Sendable, Hashable, Codable {
    /// Before the job's steps.
    case pre
    /// When the turn of its step comes.
    case main
    /// After the job's steps.
    case post
}

extension ActionRuns {
    /// The file, or the entry point of the image, for a stage; nil when there is no such stage.
    ///
    /// A composite action has none of its own: its steps are its stages.
    package func entry(of stage: ActionStage) -> String? {
        let entry =
            switch (self, stage) {
            case (.javaScript(let action), .pre): action.pre
            case (.javaScript(let action), .main): Optional(action.main)
            case (.javaScript(let action), .post): action.post
            case (.docker(let action), .pre): action.preEntrypoint
            case (.docker(let action), .main): action.entrypoint
            case (.docker(let action), .post): action.postEntrypoint
            case (.composite, _): nil as Located<String>?
            }
        return entry.flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    /// The condition of a stage beside the main one, `always()` unless the action says otherwise.
    ///
    /// Source: <https://docs.github.com/actions/reference/metadata-syntax-for-github-actions#runspre-if>
    package func condition(of stage: ActionStage) -> Condition {
        let written =
            switch (self, stage) {
            case (.javaScript(let action), .pre): action.preCondition
            case (.javaScript(let action), .post): action.postCondition
            case (.docker(let action), .pre): action.preCondition
            case (.docker(let action), .post): action.postCondition
            case (.javaScript, .main), (.docker, .main), (.composite, _): nil as Located<Condition>?
            }
        return written?.value ?? .always
    }
}
