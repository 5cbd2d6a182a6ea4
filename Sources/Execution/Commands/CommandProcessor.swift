/// Carries out the workflow commands in one step's output and masks everything else.
///
/// One value per step handler: the stop token, the echo switch and the count of recorded problems
/// end with it. Lines come in raw, because a value that is masked in the log must reach an output
/// unmasked; nothing raw goes out but in `CommandEffect`.
///
/// - Source: actions/runner `TryProcessCommand`, `OnDataReceived`.
package struct CommandProcessor: Sendable {
    /// The names of the commands GitHub registers, in lower case.
    package static let names: Set<String> = Set(CommandName.allCases.map(\.rawValue))

    /// The job's masks; `add-mask` adds to them.
    let masks: SecretMasks
    /// What the step allows.
    let settings: CommandSettings
    /// The names recognised now; a stop token is among them while it is waited for.
    var registered: Set<String>
    /// The token that resumes commands; nil while they are processed.
    var stopToken: String?
    /// Whether commands are shown before they are processed.
    var isEchoing: Bool
    /// How many problems of each level are recorded.
    package private(set) var recorded: [StepAnnotation.Level: Int]

    /// Starts a step.
    ///
    /// - Parameters:
    ///   - masks: The job's masks.
    ///   - settings: What the step allows.
    ///   - recorded: How many problems are recorded already: a composite's inner steps count
    ///     together.
    package init(
        masks: SecretMasks,
        settings: CommandSettings = CommandSettings(),
        recorded: [StepAnnotation.Level: Int] = [:]
    ) {
        self.masks = masks
        self.settings = settings
        self.recorded = recorded
        registered = settings.readsCommands ? Self.names : []
        isEchoing = settings.isDebugging
    }

    /// Whether the line, or the beginning of a long one, is a workflow command.
    package func isCommand(_ line: String) -> Bool {
        WorkflowCommand.parse(line, names: registered) != nil
    }

    /// Whether a line means or shows anything but itself, masked.
    package func needsAttention(_ line: String) -> Bool {
        isCommand(line) || MarkerEscape.escape(line) != line
    }

    /// Takes a raw line without its end and says what it means.
    package mutating func process(_ line: String) -> [LogItem] {
        guard let command = WorkflowCommand.parse(line, names: registered) else {
            return [.output(plain(line))]
        }
        if let stopToken {
            return whileStopped(line, command, token: stopToken)
        }
        guard let name = CommandName(rawValue: command.name.lowercasedASCII) else {
            return [
                annotation(
                    .warning,
                    "Can't find command extension for ##[\(command.name).command]."
                )
            ]
        }
        if name == .stopCommands { return stop(line, command) }
        var items: [LogItem] = []
        if isEchoing, !name.omitsEcho {
            items.append(.output(masks.masked(line)))
        }
        if name.isDeprecated, settings.warnsOfDeprecation {
            items.append(annotation(.warning, CommandText.deprecated(name.rawValue)))
        }
        do {
            try items += run(name, command, line: line)
        } catch {
            let shown = name.omitsEcho ? name.rawValue : line
            items += failure(shown, error.reason)
        }
        return items
    }

    /// A command that is too long to be processed; the step fails.
    package mutating func refuse(_ line: String, longerThan bytes: Int) -> [LogItem] {
        let name = WorkflowCommand.parse(line, names: registered)?.name ?? ""
        return failure(name, CommandText.tooLong(bytes))
    }

    /// Masks a plain line and defuses the markers that only the runner may write.
    func plain(_ line: String) -> MaskedText {
        masks.masked(MarkerEscape.escape(line))
    }

    /// A problem of the given level; it is recorded while there is room.
    mutating func annotation(_ level: StepAnnotation.Level, _ message: String) -> LogItem {
        .annotation(record(StepAnnotation(level: level, message: masks.masked(message))))
    }

    /// Counts a problem and marks it when it is beyond what a step records.
    mutating func record(_ annotation: StepAnnotation) -> StepAnnotation {
        var annotation = annotation
        let count = recorded[annotation.level, default: 0]
        annotation.isRecorded = count < StepAnnotation.mostPerLevel
        if annotation.isRecorded {
            recorded[annotation.level] = count + 1
        }
        return annotation
    }

    /// Debug lines, when they are wanted.
    func debug(_ message: String) -> [LogItem] {
        guard settings.isDebugging else { return [] }
        var endings = LineEndings(loneCarriageReturn: .stays)
        let text = endings.normalise(Array(message.utf8)[...]) + endings.finish()
        return text.split(separator: .lineFeed, omittingEmptySubsequences: false).map { line in
            .debug(masks.masked(String(decoding: line, as: UTF8.self)))
        }
    }

    private mutating func failure(_ command: String, _ reason: String) -> [LogItem] {
        [
            annotation(.error, CommandText.failure(command)),
            annotation(.error, reason),
            .effect(.failStep),
        ]
    }

    private mutating func stop(_ line: String, _ command: WorkflowCommand) -> [LogItem] {
        let token = command.data
        let key = token.lowercasedASCII
        let isBad = registered.contains(key) || key.isEmpty || key == "pause-logging"
        if isBad, !settings.allowsUnsecureStopTokens {
            return [annotation(.error, CommandText.badStopToken), .effect(.failStep)]
        }
        stopToken = token
        registered.insert(key)
        if token.utf16.count > 6 {
            masks.addMask(token)
        }
        return [.output(masks.masked(line))]
            + debug(
                "Paused processing commands until the token you called ::stopCommands:: with is"
                    + " received"
            )
    }

    private mutating func whileStopped(
        _ line: String,
        _ command: WorkflowCommand,
        token: String
    ) -> [LogItem] {
        let key = token.lowercasedASCII
        guard !key.isEmpty, command.name.lowercasedASCII == key else {
            return debug(
                "Process commands has been stopped and waiting for '##[\(token)]' to resume."
            ) + [.output(plain(line))]
        }
        stopToken = nil
        registered.remove(key)
        return [.output(masks.masked(line))] + debug("Resume processing commands")
    }
}
