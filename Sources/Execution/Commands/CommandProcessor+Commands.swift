extension CommandProcessor {
    /// Carries out one command; `line` is what the step wrote.
    mutating func run(
        _ name: CommandName,
        _ command: WorkflowCommand,
        line: String
    ) throws(CommandFailure) -> [LogItem] {
        switch name {
        case .addMask: return addMask(command)
        case .addMatcher: return addMatcher(command, line)
        case .addPath: return try addPath(command)
        case .debug: return debug(command.data)
        case .echo: return try echo(command)
        case .endGroup: return [.endGroup]
        case .error: return report(.error, command)
        case .group: return [.group(masks.masked(command.data))]
        case .notice: return report(.notice, command)
        case .removeMatcher: return removeMatcher(command, line)
        case .saveState: return try saveState(command)
        case .setEnvironment: return try setEnvironment(command)
        case .setOutput: return try setOutput(command)
        case .stopCommands: return []
        case .warning: return report(.warning, command)
        }
    }

    private mutating func addMask(_ command: WorkflowCommand) -> [LogItem] {
        guard !command.data.trimmingWhitespace().isEmpty else {
            return [annotation(.warning, CommandText.emptyMask)]
        }
        masks.addMask(command.data)
        return isEchoing ? [.output(masks.masked("::add-mask::***"))] : []
    }

    private mutating func addMatcher(_ command: WorkflowCommand, _ line: String) -> [LogItem] {
        guard !command.data.isEmpty else {
            return [annotation(.warning, CommandText.noMatcherPath)]
        }
        return [.effect(.addMatcher(path: rooted(command.data), line: line))]
    }

    private mutating func removeMatcher(_ command: WorkflowCommand, _ line: String) -> [LogItem] {
        switch (command.property("owner"), command.data) {
        case (nil, ""):
            return [annotation(.warning, CommandText.noMatcherOwnerOrPath)]
        case (let owner?, ""):
            return [.effect(.removeMatcher(owner: owner))]
        case (nil, let path):
            return [.effect(.removeMatchers(path: rooted(path), line: line))]
        case (_?, _):
            return [annotation(.warning, CommandText.matcherOwnerAndPath)]
        }
    }

    private mutating func addPath(_ command: WorkflowCommand) throws(CommandFailure) -> [LogItem] {
        guard settings.allowsUnsecureCommands else {
            throw CommandFailure(CommandText.disabled("add-path"))
        }
        guard !command.data.isEmpty else {
            throw CommandFailure(CommandText.emptyArgument("path"))
        }
        return [.effect(.addPath(command.data))]
    }

    private mutating func echo(_ command: WorkflowCommand) throws(CommandFailure) -> [LogItem] {
        guard !command.data.isEmpty else {
            throw CommandFailure(CommandText.emptyArgument("value"))
        }
        switch command.data.trimmingWhitespace().lowercasedASCII {
        case "on":
            isEchoing = true
            return debug("Setting echo command value to 'on'")
        case "off":
            isEchoing = false
            return debug("Setting echo command value to 'off'")
        default:
            throw CommandFailure(CommandText.badEcho(command.data))
        }
    }

    private mutating func saveState(_ command: WorkflowCommand) throws(CommandFailure) -> [LogItem]
    {
        guard let name = command.property("name") else {
            throw CommandFailure(CommandText.missingName("save-state"))
        }
        return [.effect(.saveState(name: name, value: command.data))]
            + debug("Save intra-action state \(name) = \(command.data)")
    }

    private mutating func setOutput(_ command: WorkflowCommand) throws(CommandFailure) -> [LogItem]
    {
        guard let name = command.property("name") else {
            throw CommandFailure(CommandText.missingName("set-output"))
        }
        return [.effect(.setOutput(name: name, value: command.data))]
    }

    private mutating func setEnvironment(
        _ command: WorkflowCommand
    ) throws(CommandFailure) -> [LogItem] {
        guard settings.allowsUnsecureCommands else {
            throw CommandFailure(CommandText.disabled("set-env"))
        }
        guard let name = command.property("name") else {
            throw CommandFailure(CommandText.missingName("set-env"))
        }
        guard name.lowercasedASCII != "node_options" else {
            return [annotation(.error, CommandText.blockedVariable("NODE_OPTIONS"))]
        }
        return [.effect(.setEnvironment(name: name, value: command.data))]
            + debug("\(name)='\(command.data)'")
    }

    private mutating func report(
        _ level: StepAnnotation.Level,
        _ command: WorkflowCommand
    ) -> [LogItem] {
        let place = AnnotationPlace(command)
        var annotation = StepAnnotation(level: level, message: masks.masked(command.data))
        annotation.title = command.property("title").map(masks.masked)
        annotation.file = command.property("file").map { masks.masked(relative($0)) }
        annotation.line = place.line
        annotation.endLine = place.endLine
        annotation.column = place.column
        annotation.endColumn = place.endColumn
        return place.remarks.flatMap(debug) + [.annotation(record(annotation))]
    }

    /// The runner's path of a file named by the step; relative ones are in the workspace.
    private func rooted(_ path: String) -> String {
        let path = settings.paths.host(path)
        guard !path.utf8.starts(with: "/".utf8), let workspace = settings.workspace else {
            return path
        }
        return workspace.utf8.last == 0x2F ? workspace + path : "\(workspace)/\(path)"
    }

    /// A file relative to the workspace when it is inside it.
    private func relative(_ file: String) -> String {
        let file = settings.paths.host(file)
        guard let workspace = settings.workspace, !workspace.isEmpty else { return file }
        let folder = workspace.utf8.last == 0x2F ? workspace : workspace + "/"
        guard file.utf8.count > folder.utf8.count, file.utf8.starts(with: folder.utf8) else {
            return file
        }
        return String(decoding: file.utf8.dropFirst(folder.utf8.count), as: UTF8.self)
    }
}
