import Workflows

/// What a stage of a container action runs, its inputs evaluated.
struct ContainerWork: Sendable {
    /// Where the image comes from.
    enum Image: Sendable, Hashable {
        /// It is named, as in `docker://name`.
        case named(String)
        /// It is made by a Dockerfile of the job, at an absolute path.
        case dockerfile(String)
    }

    /// What the manifest says.
    let docker: DockerAction
    /// The action and what it gets, `entrypoint` and `args` among it.
    let call: ActionCall
    /// Which of the action's stages this is.
    let stage: ActionStage

    /// The image; nil when the manifest names none that an action of a repository may have.
    ///
    /// Source: actions/runner `DockerUtil.IsDockerfile`, `ContainerActionHandler`, `ActionManager`
    var image: Image? {
        let text = docker.image.value
        let scheme = "docker://"
        if text.lowercased().hasPrefix(scheme) {
            return .named(String(text.dropFirst(scheme.count)))
        }
        let name = text.split(separator: "/").last?.lowercased() ?? ""
        if name.hasPrefix("dockerfile.") || name.hasSuffix("dockerfile") {
            return .dockerfile(text.hasPrefix("/") ? text : "\(call.action.path)/\(text)")
        }
        return call.action.repository.isEmpty ? .named(text) : nil
    }

    /// Why there is no image.
    var refusal: String {
        "'\(docker.image.value)' should be either '[path]/Dockerfile' or 'docker://image[:tag]'."
    }

    /// The program that takes the place of the image's own; nil keeps that.
    var entrypoint: String? {
        if let entry = call.action.manifest.runs.entry(of: stage) { return entry }
        guard stage == .main, let given = input("entrypoint"), !given.isEmpty else { return nil }
        return given
    }

    /// The value of an input, whatever the case of its name.
    private func input(_ name: String) -> String? {
        call.inputs.last { $0.name.lowercased() == name }?.value
    }

    /// The arguments, given what the manifest's `args` come to; nil when it has none.
    ///
    /// GitHub's runner writes them into the command line of `docker run`, from which they are read
    /// as .NET reads command lines.
    func arguments(_ evaluated: [String]?) -> [String] {
        guard let evaluated else { return CommandLineArguments.split(input("args") ?? "") }
        let quoted = evaluated.map { argument in
            let escaped = argument.split(separator: "\"", omittingEmptySubsequences: false)
            return "\"\(escaped.joined(separator: "\\\""))\""
        }
        return CommandLineArguments.split(quoted.joined(separator: " "))
    }
}
