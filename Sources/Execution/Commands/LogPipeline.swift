/// Which output of a step's process bytes came from.
package enum LogStream: Sendable, CaseIterable {
    case output, errors
}

/// From a step's raw bytes to masked text, problems and effects.
///
/// Each output has lines and problem matchers of its own, as in GitHub's runner: a line of the one
/// is a line even while the other has begun one. What commands change is changed for both. Lines
/// without a workflow command are masked and handed on in blocks as large as they arrived; only
/// lines that hold a command are looked at one by one.
package struct LogPipeline: Sendable {
    /// The longest command, in bytes, that is held whole unless told otherwise: 8 MiB.
    package static let longestCommand = 8 * 1024 * 1024

    /// The step's command handler.
    package private(set) var processor: CommandProcessor
    /// The output that is looked at.
    private var lane: Lane
    /// The other one.
    private var otherLane: Lane
    private var stream = LogStream.output
    private let longestCommand: Int

    /// What is remembered of one output.
    private struct Lane {
        var splitter: LineSplitter
        /// The problem matchers at work.
        var watch = LineWatch()
        var longLine = LongLine.none
        /// What follows a command that changes the matchers, until that is carried out.
        var held: ArraySlice<LineSplitter.Part> = []
    }

    /// What becomes of the over-long line that is arriving.
    private enum LongLine {
        case none
        /// It is shown piece by piece.
        case shown(MaskCarry)
        /// It is a command, held until it ends.
        case held([UInt8])
        /// It was a command too long to be held.
        case refused
    }

    /// Starts before the step's first byte.
    ///
    /// - Parameters:
    ///   - processor: The step's command handler.
    ///   - splitter: What cuts the bytes into lines.
    ///   - longestCommand: How many bytes of a command longer than a line are held: a cut
    ///     `add-mask` would show its value. A longer one fails the step.
    package init(
        processor: CommandProcessor,
        splitter: LineSplitter = LineSplitter(),
        longestCommand: Int = Self.longestCommand
    ) {
        self.processor = processor
        lane = Lane(splitter: splitter)
        otherLane = lane
        self.longestCommand = longestCommand
    }

    /// Starts before the first byte of a step with these settings.
    package init(masks: SecretMasks, settings: CommandSettings = CommandSettings()) {
        self.init(processor: CommandProcessor(masks: masks, settings: settings))
    }

    /// Takes the next bytes of an output.
    package mutating func consume(
        _ bytes: ArraySlice<UInt8>,
        from stream: LogStream = .output
    ) -> [LogItem] {
        turn(to: stream)
        return handle(lane.splitter.consume(bytes)[...])
    }

    /// Takes the job's matchers as they are now, for both outputs.
    mutating func follow(_ matchers: [ProblemMatcher], replacing owners: [String]) {
        lane.watch.follow(matchers, replacing: owners)
        otherLane.watch.follow(matchers, replacing: owners)
    }

    private mutating func turn(to stream: LogStream) {
        guard stream != self.stream else { return }
        self.stream = stream
        swap(&lane, &otherLane)
    }

    /// Whether output waits for an effect on the matchers to be carried out; then `resume` follows.
    var isHeld: Bool { !lane.held.isEmpty }

    /// Goes on with what waited.
    mutating func resume() -> [LogItem] {
        let parts = lane.held
        lane.held = []
        return handle(parts)
    }

    /// Counts a problem among those that a step records.
    mutating func record(_ annotation: StepAnnotation) -> StepAnnotation {
        processor.record(annotation)
    }

    /// Ends an output.
    package mutating func finish(_ stream: LogStream = .output) -> [LogItem] {
        turn(to: stream)
        return handle(lane.splitter.finish()[...])
    }

    private mutating func handle(_ parts: ArraySlice<LineSplitter.Part>) -> [LogItem] {
        var items: [LogItem] = []
        var rest = parts
        while let part = rest.popFirst() {
            switch part {
            case .lines(let block):
                let left = handle(block, into: &items)
                guard left.isEmpty else {
                    lane.held = [.lines(left)] + rest
                    return items
                }
            case .piece(let bytes, let isContinued):
                items += handle(piece: bytes, isContinued: isContinued)
            }
        }
        return items
    }

    /// Handles whole lines: runs of plain ones at once, each that is a command by itself.
    ///
    /// - Returns: the lines after a command that changes the matchers.
    private mutating func handle(
        _ block: ArraySlice<UInt8>,
        into items: inout [LogItem]
    ) -> ArraySlice<UInt8> {
        var start = block.startIndex
        var searched = start
        while let line = CandidateLine.next(in: block, from: searched) {
            let text = String(decoding: block[line], as: UTF8.self)
            if processor.needsAttention(text) {
                show(block[start..<line.lowerBound], into: &items)
                items += processor.process(text)
                start = line.upperBound + 1
                if case .effect(let effect) = items.last, effect.changesMatchers {
                    return block[start...]
                }
            }
            searched = line.upperBound + 1
        }
        show(block[start...], into: &items)
        return []
    }

    private mutating func show(_ lines: ArraySlice<UInt8>, into items: inout [LogItem]) {
        guard !lane.watch.isIdle else { return append(lines, to: &items) }
        var start = lines.startIndex
        var position = start
        while let end = lines[position...].firstIndex(of: .lineFeed) {
            let text = String(decoding: lines[position..<end], as: UTF8.self)
            let (problem, said) = look(at: text)
            if problem != nil || !said.isEmpty {
                append(lines[start..<position], to: &items)
                items += said
                start = position
            }
            if let problem {
                items.append(.problem(problem))
                start = end + 1
            }
            position = end + 1
        }
        append(lines[start...], to: &items)
    }

    /// The problem in a line, and what the matchers say besides.
    private mutating func look(at line: String) -> (FoundProblem?, [LogItem]) {
        let finding = lane.watch.look(at: line, masks: processor.masks)
        var said = finding.remarks.flatMap { processor.debug($0) }
        for warning in finding.warnings {
            said.append(processor.annotation(.warning, warning))
        }
        return (finding.problem, said)
    }

    private func append(_ lines: ArraySlice<UInt8>, to items: inout [LogItem]) {
        guard !lines.isEmpty else { return }
        items.append(.output(processor.masks.masked(lines: lines.dropLast())))
    }

    private mutating func handle(piece: ArraySlice<UInt8>, isContinued: Bool) -> [LogItem] {
        if case .none = lane.longLine {
            let isCommand = processor.isCommand(String(decoding: piece, as: UTF8.self))
            lane.longLine = isCommand ? .held([]) : .shown(MaskCarry())
        }
        let state = lane.longLine
        lane.longLine = .none
        let (next, items) = follow(state, piece, isContinued: isContinued)
        lane.longLine = isContinued ? next : .none
        return items
    }

    private mutating func follow(
        _ state: LongLine,
        _ piece: ArraySlice<UInt8>,
        isContinued: Bool
    ) -> (next: LongLine, items: [LogItem]) {
        switch state {
        case .none, .refused:
            return (state, [])
        case .shown(var carry):
            let text = processor.masks.masked(
                piece: MarkerEscape.escape(piece),
                carry: &carry,
                isContinued: isContinued
            )
            return (.shown(carry), [.piece(text, isContinued: isContinued)])
        case .held(var bytes):
            bytes += piece
            if bytes.count > longestCommand {
                let start = String(decoding: bytes.prefix(LineSplitter.defaultLimit), as: UTF8.self)
                return (.refused, processor.refuse(start, longerThan: longestCommand))
            }
            guard !isContinued else { return (.held(bytes), []) }
            return (.none, processor.process(String(decoding: bytes, as: UTF8.self)))
        }
    }
}
