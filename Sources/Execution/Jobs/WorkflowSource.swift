import Expressions
import Workflows

/// Where the file of a job's workflow comes from: what the `job` context tells of it.
///
/// Source: <https://docs.github.com/actions/reference/contexts-reference#job-context>
package struct WorkflowSource: Sendable, Hashable {
    /// `owner/name` of its repository.
    package let repository: String
    /// The path in the repository.
    package let path: String
    /// The git ref it is read from.
    package let ref: String
    /// The commit; empty where nobody looked it up.
    package let sha: String

    /// Names a file of a repository.
    package init(repository: String, path: String, ref: String, sha: String) {
        self.repository = repository
        self.path = path
        self.ref = ref
        self.sha = sha
    }

    /// The source of the run's own file.
    init(_ path: String, github: ExpressionValue) {
        func text(_ name: String) -> String { github[name]?.asString ?? "" }
        self.init(
            repository: text("repository"),
            path: path,
            ref: text("ref"),
            sha: text("workflow_sha")
        )
    }

    /// The source of a file that a job of this one calls.
    ///
    /// `commit` is what the ref of another repository names; nil where nobody looked it up.
    func called(by reference: WorkflowReference, commit: String?) -> WorkflowSource {
        switch reference {
        case .local(let path, _):
            return WorkflowSource(repository: repository, path: path, ref: ref, sha: sha)
        case .repository(let owner, let name, let path, let ref):
            let isCommit = ref.utf8.count == 40 && ref.allSatisfy(\.isHexDigit)
            return WorkflowSource(
                repository: "\(owner)/\(name)",
                path: path,
                ref: ref,
                sha: commit ?? (isCommit ? ref : "")
            )
        }
    }

    /// `job.workflow_ref`: the file and the git ref it is read from.
    package var reference: String { "\(repository)/\(path)@\(ref)" }

    /// The entries of the `job` context.
    var entries: [(String, ExpressionValue)] {
        [
            ("workflow_ref", .string(reference)),
            ("workflow_sha", .string(sha)),
            ("workflow_repository", .string(repository)),
            ("workflow_file_path", .string(path)),
        ]
    }
}
