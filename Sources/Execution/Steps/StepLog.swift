import RunEvents
import Synchronization

/// Turns the bytes of one step into events, and keeps what they change.
///
/// It is an actor because bytes arrive from the task that reads the step's stream.
actor StepLog {
    private let job: String
    private let step: String?
    private let sink: EventSink
    private let masks: SecretMasks
    private let matching: StepMatchers?
    private var pipeline: LogPipeline
    private(set) var effects: [CommandEffect] = []

    /// A log of one step, or of the job itself when `step` is nil; without `matching` no problem
    /// matcher reads along.
    ///
    /// `recorded` is how many problems are recorded before.
    init(
        job: String,
        step: String?,
        sink: EventSink,
        masks: SecretMasks,
        settings: CommandSettings,
        matching: StepMatchers? = nil,
        recorded: [StepAnnotation.Level: Int] = [:]
    ) {
        self.job = job
        self.step = step
        self.sink = sink
        self.masks = masks
        self.matching = matching
        // The runner reads lines as .NET does: a lone CR ends one, as progress bars have it.
        pipeline = LogPipeline(
            processor: CommandProcessor(masks: masks, settings: settings, recorded: recorded),
            splitter: LineSplitter(loneCarriageReturn: .endsLine)
        )
        pipeline.follow(matching?.matchers.all ?? [], replacing: [])
    }

    /// How many problems of each level are recorded now.
    var recorded: [StepAnnotation.Level: Int] { pipeline.processor.recorded }

    /// Takes the next bytes of output; suspends while the front end is behind.
    func consume(_ bytes: ArraySlice<UInt8>, from stream: LogStream = .output) async {
        await deliver(pipeline.consume(bytes, from: stream))
    }

    /// Ends the output and hands out what it changes, in the order it was said.
    func finish() async -> [CommandEffect] {
        for stream in LogStream.allCases { await deliver(pipeline.finish(stream)) }
        return effects
    }

    private func deliver(_ items: [LogItem]) async {
        await send(items)
        while pipeline.isHeld { await send(pipeline.resume()) }
    }

    private func send(_ items: [LogItem]) async {
        for item in items {
            switch item {
            case .output(let text): await send(.output, text.text)
            case .piece(let text, let isContinued):
                await sink.send(
                    .log(
                        LogLines(
                            job: job,
                            step: step,
                            text: text.text,
                            isContinued: isContinued
                        )
                    )
                )
            case .group(let title): await send(.group, title.text)
            case .endGroup: await send(.endgroup, "")
            case .debug(let text): await send(.debug, text.text)
            case .annotation(let annotation): await send(annotation)
            case .problem(let problem): await send(problem)
            case .effect(let effect) where effect.changesMatchers: await changeMatchers(effect)
            case .effect(let effect): effects.append(effect)
            }
        }
    }

    /// Carries out `add-matcher` and `remove-matcher` before the next line is looked at.
    private func changeMatchers(_ effect: CommandEffect) async {
        guard let matching else { return }
        do {
            guard let change = try await matching.apply(effect) else { return }
            pipeline.follow(matching.matchers.all, replacing: change.owners)
            for item in pipeline.processor.debug(change.remark) {
                if case .debug(let text) = item { await send(.debug, text.text) }
            }
            for limit in change.limits { await sink.send(.notHonoured(limit)) }
        } catch {
            let texts = [CommandText.failure(effect.commandLine), error.description]
            for text in texts {
                let annotation = StepAnnotation(level: .error, message: masks.masked(text))
                await send(pipeline.record(annotation))
            }
            effects.append(.failStep)
        }
    }

    private func send(_ problem: FoundProblem) async {
        var annotation = StepAnnotation(level: problem.level, message: problem.message)
        annotation.file = await matching?.file(of: problem).map(masks.masked)
        annotation.line = problem.line
        annotation.column = problem.column
        annotation = pipeline.record(annotation)
        await send(LogLines.Kind(Annotation.Level(problem.level)), problem.shown.text)
        guard annotation.isRecorded else { return }
        await sink.send(.annotation(annotation.event(job: job, step: step)))
    }

    private func send(_ kind: LogLines.Kind, _ text: String) async {
        await sink.send(.log(LogLines(job: job, step: step, kind: kind, text: text)))
    }

    private func send(_ problem: StepAnnotation) async {
        await send(LogLines.Kind(Annotation.Level(problem.level)), problem.message.text)
        guard problem.isRecorded else { return }
        await sink.send(.annotation(problem.event(job: job, step: step)))
    }
}

extension CommandEffect {
    /// The workflow command, as the step wrote it, that a change of the matchers came from.
    fileprivate var commandLine: String {
        switch self {
        case .addMatcher(_, let line), .removeMatchers(_, let line): line
        case .removeMatcher(let owner): "::remove-matcher owner=\(owner)::"
        case .setOutput, .saveState, .setEnvironment, .addPath, .failStep: ""
        }
    }
}

extension Annotation.Level {
    /// The level of a problem that a step reported.
    fileprivate init(_ level: StepAnnotation.Level) {
        switch level {
        case .error: self = .error
        case .warning: self = .warning
        case .notice: self = .notice
        }
    }
}

extension StepAnnotation {
    /// The event that reports the problem.
    func event(job: String, step: String?) -> Annotation {
        Annotation(
            job: job,
            step: step,
            level: Annotation.Level(level),
            message: message.text,
            title: title?.text,
            file: file?.text,
            line: line,
            endLine: endLine,
            column: column,
            endColumn: endColumn
        )
    }
}
