/// Where a container of an action sees the job's folders.
///
/// Source: actions/runner `ContainerActionHandler`
extension JobPaths {
    /// The home folder of container actions, as the job's steps see it.
    var actionHome: String { home ?? temp + "/_github_home" }

    /// The job's folders that a container of an action shares, and their places in it.
    var actionFolders: [(own: String, inAction: String)] {
        [
            (workspace, "/github/workspace"),
            (fileCommands, "/github/file_commands"),
            (workflowFolder, "/github/workflow"),
            (actionHome, "/github/home"),
            (temp, "/github/runner_temp"),
        ]
    }

    /// The places of the runner's folders in a container of an action.
    var actionTranslation: PathTranslation {
        let commands = fileCommands.dropFirst(workRoot.count)
        return PathTranslation([
            .init(host: expressionWorkspace, container: "/github/workspace"),
            .init(host: expressionWorkRoot + commands, container: "/github/file_commands"),
            .init(host: "\(expressionTemp)/_github_workflow", container: "/github/workflow"),
            .init(host: "\(expressionTemp)/_github_home", container: "/github/home"),
            .init(host: expressionTemp, container: "/github/runner_temp"),
        ])
    }
}
