/// Where the folders of one job are, as its steps see them and as expressions name them.
///
/// The two differ only in a job with `container:`, where GitHub's expressions keep the paths of
/// the runner while the environment and the mounts have those of the container.
/// Source: <https://docs.github.com/actions/reference/github-hosted-runners-reference#file-systems>
package struct JobPaths: Sendable, Hashable {
    /// The folder that holds `workspace`, `_temp` and `_actions`: where the overlay is mounted.
    package let workRoot: String
    /// The checkout's folder.
    package let workspace: String
    /// The home folder that steps get; nil keeps that of the image or of the user.
    package let home: String?
    /// Where tool caches are.
    package let toolCache: String
    /// The folder that holds `event.json`.
    package let workflowFolder: String
    /// The work root in expressions.
    package let expressionWorkRoot: String
    /// The workspace in expressions.
    package let expressionWorkspace: String
    /// The tool cache in expressions.
    package let expressionToolCache: String

    /// The parent of `workspace`.
    package var runnerWorkspace: String { Self.parent(of: workspace) }
    /// Scratch space, emptied at the start of the job.
    package var temp: String { workRoot + "/_temp" }
    /// Where actions are unpacked.
    package var actions: String { workRoot + "/_actions" }
    /// Where a snapshot waits until `actions/checkout` moves it into place.
    package var waitingCheckout: String { workRoot + "/_checkout" }
    /// The folder of `GITHUB_ENV`, `GITHUB_OUTPUT` and the like.
    package var fileCommands: String { temp + "/_runner_file_commands" }
    /// The event's payload.
    package var eventFile: String { workflowFolder + "/event.json" }
    /// `temp` in expressions.
    package var expressionTemp: String { expressionWorkRoot + "/_temp" }

    /// The paths of a job that runs in a runner image.
    package static func runner(repositoryName name: String) -> JobPaths {
        let root = "/home/runner/work"
        return JobPaths(
            workRoot: root,
            workspace: "\(root)/\(name)/\(name)",
            home: nil,
            toolCache: "/opt/hostedtoolcache",
            workflowFolder: "\(root)/_temp/_github_workflow",
            expressionWorkRoot: root,
            expressionWorkspace: "\(root)/\(name)/\(name)",
            expressionToolCache: "/opt/hostedtoolcache"
        )
    }

    /// The paths of a job that names a `container:`.
    package static func container(repositoryName name: String) -> JobPaths {
        let root = "/home/runner/work"
        return JobPaths(
            workRoot: "/__w",
            workspace: "/__w/\(name)/\(name)",
            home: "/github/home",
            toolCache: "/__t",
            workflowFolder: "/github/workflow",
            expressionWorkRoot: root,
            expressionWorkspace: "\(root)/\(name)/\(name)",
            expressionToolCache: "/opt/hostedtoolcache"
        )
    }

    /// The paths of a job that the host engine runs below `root`, a folder of its own.
    package static func host(
        root: String,
        repositoryName name: String,
        toolCache: String
    ) -> JobPaths {
        JobPaths(
            workRoot: root,
            workspace: "\(root)/\(name)/\(name)",
            home: nil,
            toolCache: toolCache,
            workflowFolder: "\(root)/_temp/_github_workflow",
            expressionWorkRoot: root,
            expressionWorkspace: "\(root)/\(name)/\(name)",
            expressionToolCache: toolCache
        )
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}
