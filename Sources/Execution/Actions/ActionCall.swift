import Planning
import Workflows

/// A stage of an action that is about to begin, its inputs evaluated.
struct ActionCall: Sendable {
    /// The action.
    let action: ActionSource.Loaded
    /// What it gets: `with`, then the defaults of what is missing.
    let inputs: [(name: String, value: String)]
    /// What its earlier stages kept for this one.
    let saved: [EnvironmentEntry]

    /// `INPUT_*` and `STATE_*`.
    ///
    /// Source: actions/runner `Handler.AddInputsToEnvironment`, `ActionRunner.RunAsync`
    var variables: [(name: String, value: String)] {
        stateVariables
            + inputs.map { input in
                (
                    "INPUT_"
                        + input.name.map { $0 == " " ? "_" : String($0) }.joined()
                        .uppercased(),
                    input.value
                )
            }
    }

    /// `STATE_*`.
    var stateVariables: [(name: String, value: String)] {
        saved.map { ("STATE_\($0.name)", $0.value) }
    }
}
