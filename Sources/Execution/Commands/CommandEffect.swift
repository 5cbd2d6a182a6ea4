/// What a workflow command changes outside of the log.
///
/// Values are raw: never show them.
package enum CommandEffect: Sendable, Hashable {
    /// An output of the step.
    case setOutput(name: String, value: String)
    /// State for the action's later stages.
    case saveState(name: String, value: String)
    /// An environment variable for the job's later steps.
    case setEnvironment(name: String, value: String)
    /// A folder put before the job's PATH.
    case addPath(String)
    /// A problem matcher file, translated to the runner's side and absolute where a workspace is
    /// known, and the line that named it.
    case addMatcher(path: String, line: String)
    /// Problem matchers to drop, by owner.
    case removeMatcher(owner: String)
    /// Problem matchers to drop, by the file that added them, and the line that named it.
    case removeMatchers(path: String, line: String)
    /// The step has failed, whatever its process's exit status is.
    case failStep

    /// Whether the lines after it are read in another way, so that they wait for it.
    var changesMatchers: Bool {
        switch self {
        case .addMatcher, .removeMatcher, .removeMatchers: true
        case .setOutput, .saveState, .setEnvironment, .addPath, .failStep: false
        }
    }
}
