import Expressions
import Planning
import RunEvents
import Workflows

extension StepRunner {
    /// The evaluated `with` of a step.
    func inputs(
        _ uses: UsesStep,
        _ attempt: Attempt,
        scope: StepScope,
        state: JobState
    ) async throws(EvaluationFailure) -> [(name: String, value: String)] {
        guard let with = uses.with else { return [] }
        return try await evaluation(attempt, scope: scope, state: state)
            .read { (reader) throws(EvaluationFailure) in try reader.textMapping(with) }
    }

    /// What an action gets: what `with` gives, then the defaults of what is missing.
    func actionInputs(
        _ action: ActionSource.Loaded,
        _ uses: UsesStep,
        _ attempt: Attempt,
        scope: StepScope,
        state: JobState
    ) async throws(EvaluationFailure) -> [(name: String, value: String)] {
        let given = try await inputs(uses, attempt, scope: scope, state: state)
        // Of an image alone nobody says what it takes.
        if !uses.reference.value.isImage { await warn(of: given, action.manifest, attempt) }
        var values = given
        for input in action.manifest.inputs {
            let name = input.name.value
            guard !given.contains(where: { $0.name.lowercased() == name.lowercased() })
            else { continue }
            guard let template = input.defaultValue else {
                values.append((name, ""))
                continue
            }
            let value = try await evaluation(attempt, scope: scope, state: state)
                .read { (reader) throws(EvaluationFailure) in try reader.text(template) }
            values.append((name, value))
        }
        return values
    }

    /// Says which inputs are deprecated, and which the action does not have.
    private func warn(
        of given: [(name: String, value: String)],
        _ manifest: ActionManifest,
        _ attempt: Attempt
    ) async {
        let key = attempt.planned.key
        for input in manifest.inputs {
            let name = input.name.value
            guard let message = input.deprecationMessage,
                given.contains(where: { $0.name.lowercased() == name.lowercased() })
            else { continue }
            let text = "Input '\(name)' has been deprecated with message: \(message)"
            await job.report(.warning, text, step: key)
        }
        var known = manifest.inputs.map(\.name.value)
        if case .docker = manifest.runs { known = ["entryPoint", "args"] + known }
        await warnOfUnexpected(given, known: known, attempt)
    }

    /// Says which inputs an action does not have.
    func warnOfUnexpected(
        _ given: [(name: String, value: String)],
        known: [String],
        _ attempt: Attempt
    ) async {
        let unexpected = given.filter { input in
            !known.contains { $0.lowercased() == input.name.lowercased() }
        }
        guard !unexpected.isEmpty else { return }
        let names = unexpected.map(\.name).joined(separator: "', '")
        let valid = known.joined(separator: "', '")
        let text = "Unexpected input(s) '\(names)', valid inputs are ['\(valid)']"
        await job.report(.warning, text, step: attempt.planned.key, at: attempt.step.span)
    }

    /// Shows what an action is given, as GitHub does.
    ///
    /// Source: actions/runner `Handler.PrintActionDetails`
    func printHeader(
        _ inputs: [(name: String, value: String)],
        state: [(name: String, value: String)] = [],
        _ uses: UsesStep,
        _ attempt: Attempt
    ) async {
        let key = attempt.planned.key
        guard attempt.stage != .post else {
            await job.say(.output, "Post job cleanup.", step: key)
            return
        }
        var lines: [String] = []
        if !inputs.isEmpty { lines.append("with:") }
        lines += inputs.filter { !$0.value.isEmpty }.map { "  \($0.name): \($0.value)" }
        let environment = attempt.shownEnvironment + state
        if !environment.isEmpty { lines.append("env:") }
        lines += environment.map { "  \($0.name): \($0.value)" }
        await job.say(.group, "Run \(uses.reference.value)", step: key)
        if !lines.isEmpty {
            await job.say(.output, lines.joined(separator: "\n"), step: key)
        }
        await job.say(.endgroup, "", step: key)
    }
}

extension ActionReference {
    /// Whether it names an image.
    fileprivate var isImage: Bool {
        if case .docker = self { true } else { false }
    }
}
