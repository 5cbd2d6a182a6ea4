/// The environment files of one step, new for each.
///
/// Source:
/// <https://docs.github.com/actions/reference/workflow-commands-for-github-actions#environment-files>
struct StepFiles: Sendable, Hashable {
    /// `GITHUB_PATH`.
    let path: String
    /// `GITHUB_ENV`.
    let environment: String
    /// `GITHUB_STEP_SUMMARY`.
    let summary: String
    /// `GITHUB_STATE`.
    let state: String
    /// `GITHUB_OUTPUT`.
    let output: String

    /// Names in `folder`; `id` is unique within the job.
    init(folder: String, id: String) {
        func name(_ kind: EnvironmentFileKind) -> String { "\(folder)/\(kind.filePrefix)\(id)" }
        path = name(.path)
        environment = name(.environment)
        summary = name(.stepSummary)
        state = name(.state)
        output = name(.output)
    }

    /// In the order the runner processes them.
    var byKind: [(kind: EnvironmentFileKind, path: String)] {
        [
            (.path, path), (.environment, environment), (.stepSummary, summary), (.state, state),
            (.output, output),
        ]
    }

    /// The paths in that order.
    var all: [String] { byKind.map(\.path) }
}
