import Expressions
import Synchronization
import Workflows

/// What the actions of one job leave for their later stages.
///
/// Steps are named by their own keys: `3`, `3.1` inside a composite action.
final class ActionMemory: Sendable {
    /// Something an action does after all steps.
    struct Post: Sendable {
        /// The step that uses the action.
        let step: Step
        /// The step's key.
        let instance: String
        /// The key of the step whose composite action it is in; nil for a step of the job.
        let parent: String?
        /// When it is done.
        let condition: Condition
        /// The name it is shown with.
        let name: String
    }

    private struct State {
        var posts: [Post] = []
        var saved: [String: [EnvironmentEntry]] = [:]
        var records: [String: StepRecords] = [:]
        var told: Set<String> = []
    }

    private let state = Mutex(State())

    /// Notes what is to be done after all steps; once for each step.
    func register(_ post: Post) {
        state.withLock { state in
            guard !state.posts.contains(where: { $0.instance == post.instance }) else { return }
            state.posts.append(post)
        }
    }

    /// What is to be done after all steps, the last one noted first, inside the composite action
    /// of a step or, with nil, in the job itself.
    func posts(inside parent: String?) -> [Post] {
        state.withLock { state in state.posts.filter { $0.parent == parent }.reversed() }
    }

    /// Whether something that is told once in a job is told now.
    func isNew(_ topic: String) -> Bool {
        state.withLock { $0.told.insert(topic).inserted }
    }

    /// Keeps a value of `GITHUB_STATE` or `save-state` for an action's later stages; names compare
    /// without case.
    func save(_ name: String, _ value: String, of instance: String) {
        state.withLock { state in
            let lower = name.lowercased()
            var entries = state.saved[instance] ?? []
            if let index = entries.firstIndex(where: { $0.name.lowercased() == lower }) {
                entries[index] = EnvironmentEntry(entries[index].name, value)
            } else {
                entries.append(EnvironmentEntry(name, value))
            }
            state.saved[instance] = entries
        }
    }

    /// What an action has kept.
    func saved(of instance: String) -> [EnvironmentEntry] {
        state.withLock { $0.saved[instance] ?? [] }
    }

    /// Keeps the `steps` context of a composite action for what its steps do after all others.
    func keep(_ records: StepRecords, of instance: String) {
        state.withLock { $0.records[instance] = records }
    }

    /// The `steps` context that a composite action's steps left.
    func records(of instance: String) -> StepRecords {
        state.withLock { $0.records[instance] ?? StepRecords() }
    }
}
