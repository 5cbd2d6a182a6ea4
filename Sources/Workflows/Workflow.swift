package import Expressions

/// One workflow file, as written.
///
/// Source: <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions>
package struct Workflow: Sendable {
    /// The path the file is shown with.
    package let file: String
    /// `name`; when absent, GitHub shows the path.
    package let name: Located<String>?
    /// `run-name`.
    package let runName: Located<Template>?
    /// `on`: the events that start it.
    package let on: Triggers
    /// `permissions` of the token in jobs that set none.
    package let permissions: Permissions?
    /// `cache-mode` of jobs that set none.
    package let cacheMode: CacheMode?
    /// `env`, a mapping; expressions may use `github`, `inputs`, `vars`, `secrets`.
    package let env: ValueTemplate?
    /// `defaults.run`.
    package let defaults: RunDefaults?
    /// `concurrency` of the whole run.
    package let concurrency: Concurrency?
    /// The secrets and variables that templates of the file may read, such as `secrets.TOKEN`, the
    /// names as spelled; conditions are left out.
    var valuesRead: Set<String>
    /// `jobs`, in the order they are written.
    package internal(set) var jobs: [Job]

    /// The job of an id, compared as GitHub does: without regard to letter case.
    package func job(_ id: String) -> Job? {
        let wanted = id.lowercased()
        let index =
            jobs.firstIndex { $0.id == id } ?? jobs.firstIndex { $0.id.lowercased() == wanted }
        return index.map { jobs[$0] }
    }
}
