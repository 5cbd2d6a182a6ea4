import Diagnostics
import Sessions

extension RunRequest {
    /// Makes of what was typed what is meant: absolute paths, the contents of files, defaults.
    ///
    /// - Parameters:
    ///   - options: The command line.
    ///   - machine: What is known of the process.
    ///   - prompt: Asks for a secret's value; nil means that nobody can be asked.
    /// - Throws: `RequestError` for the first thing that cannot be meant, dotenv lines together.
    init(
        _ options: RequestOptions,
        machine: MachineFacts,
        prompt: SecretPrompt?
    ) throws(RequestError) {
        if options.selection.workflow?.isEmpty == true {
            throw .empty(what: "the workflow's name")
        }
        let paths = try PathResolver(options.project)
        self.init(projectRoot: paths.projectRoot, machine: machine)
        workflow = options.selection.workflow.map { Self.workflow($0, paths) }
        workflowsPath = options.project.workflows.map(paths.absolute)
        if workflowsPath == nil { workflowsPath = Self.folder(ofWorkflow: workflow, paths) }
        jobs = options.selection.job
        let event = options.selection.event?.split(
            separator: ".",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        self.event = event?.first.map(String.init)
        activity = event.flatMap { $0.count == 2 ? String($0[1]) : nil }
        ref = options.selection.ref
        eventPath = options.selection.eventPath.map(paths.absolute)
        matrix = try Self.matrix(options.selection.matrix)
        images = try Self.images(options.place?.platform ?? [])
        engine = options.place?.host == true ? .host : .container
        docker = options.place?.docker
        containerArchitecture = try Self.platform(options.place?.containerArchitecture)
        source = options.place?.commit.map(Source.commit) ?? .workingTree
        parallelJobs = options.pace?.parallel
        isDryRun = options.pace?.dryrun ?? true
        if let place = options.place { try readRepositories(place, paths) }
        try readValues(options.values, paths: paths, prompt: prompt)
    }

    /// A request that only names the project, for commands that run nothing.
    init(project: ProjectOptions, machine: MachineFacts) throws(RequestError) {
        let paths = try PathResolver(project)
        self.init(projectRoot: paths.projectRoot, machine: machine)
        workflowsPath = project.workflows.map(paths.absolute)
    }

    /// A path becomes absolute, for the project's root may be above the working folder.
    private static func workflow(_ typed: String, _ paths: PathResolver) -> String {
        let isPath =
            typed.contains("/") || typed == "." || typed == ".." || typed.hasSuffix(".yml")
            || typed.hasSuffix(".yaml")
        guard isPath, let path = paths.resolved(typed) else { return typed }
        return path
    }

    /// A path that is neither a file in `.github/workflows` nor a folder around it stands for
    /// itself.
    private static func folder(ofWorkflow path: String?, _ paths: PathResolver) -> String? {
        guard let path, path.hasPrefix("/"), PathResolver.exists(path) else { return nil }
        let written = "\(paths.projectRoot)/.github/workflows"
        let usual = paths.resolved(written) ?? written
        let isAround = path == "/" || (usual + "/").hasPrefix(path + "/")
        let isUsual = path.hasPrefix(usual + "/") && PathResolver.folder(of: path) == usual
        return isAround || isUsual && !PathResolver.isFolder(path) ? nil : path
    }

    private static func matrix(_ typed: [String]) throws(RequestError) -> [MatrixFilter] {
        try typed.map { text throws(RequestError) in
            guard let (key, value) = halves(of: text, at: ":") else {
                throw .badForm(option: "--matrix", form: "key:value", example: "os:ubuntu-latest")
            }
            return MatrixFilter(key: key, value: value)
        }
    }

    private static func images(_ typed: [String]) throws(RequestError) -> [String: String] {
        var images: [String: String] = [:]
        for text in typed {
            guard let (label, image) = halves(of: text, at: "="), !image.isEmpty else {
                throw .badForm(
                    option: "--platform",
                    form: "label=image",
                    example: "ubuntu-latest=node:22-bookworm"
                )
            }
            images[label] = image
        }
        return images
    }

    private static let platformBytes = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_".utf8
    )

    /// A platform in the form that engines take.
    private static func platform(_ typed: String?) throws(RequestError) -> String? {
        guard let typed else { return nil }
        let parts = typed.split(separator: "/", omittingEmptySubsequences: false)
        let isForm = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { Self.platformBytes.contains($0) }
        }
        guard isForm, parts.count <= 3 else {
            throw .badForm(
                option: "--container-architecture",
                form: "os/architecture",
                example: "linux/amd64"
            )
        }
        return typed.lowercased()
    }

    /// The text before and after the first separator; nil without one, or with nothing before it.
    static func halves(of text: String, at separator: Character) -> (String, String)? {
        guard let place = text.firstIndex(of: separator), place != text.startIndex else {
            return nil
        }
        return (String(text[..<place]), String(text[text.index(after: place)...]))
    }
}

extension RunRequest {
    private mutating func readValues(
        _ options: ValueOptions,
        paths: PathResolver,
        prompt: SecretPrompt?
    ) throws(RequestError) {
        let reader = ValueReader(
            environment: machine.environment,
            projectRoot: projectRoot,
            paths: paths
        )
        let secrets = try reader.read(
            .secret,
            .init(option: "--secret", typed: options.secret, files: options.secretFile),
            prompt: prompt
        )
        let variables = try reader.read(
            .variable,
            .init(option: "--var", typed: options.variable, files: options.variableFile)
        )
        let inputs = try reader.read(
            .input,
            .init(option: "--input", typed: options.input, files: options.inputFile)
        )
        let environment = try reader.read(
            .environment,
            .init(option: "--env", typed: options.environment, files: options.environmentFile)
        )
        let problems = [secrets, variables, inputs, environment].flatMap(\.diagnostics)
        guard problems.isEmpty else {
            throw .invalid(problems)
        }
        self.secrets = secrets.values
        secretFiles = options.secretFile.map(paths.absolute)
        self.variables = variables.values
        self.inputs = inputs.values
        hasInputOptions = !options.input.isEmpty || !options.inputFile.isEmpty
        self.environment = environment.values
    }
}
