/// From a step's raw bytes to masked text, problems and effects.
///
/// Lines without a workflow command are masked and handed on in blocks as large as they arrived;
/// only lines that hold a command are looked at one by one.
package struct LogPipeline: Sendable {
    /// The longest command, in bytes, that is held whole unless told otherwise: 8 MiB.
    package static let longestCommand = 8 * 1024 * 1024

    /// The step's command handler.
    package private(set) var processor: CommandProcessor
    private var splitter: LineSplitter
    private let longestCommand: Int
    private var longLine = LongLine.none

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
        self.splitter = splitter
        self.longestCommand = longestCommand
    }

    /// Starts before the first byte of a step with these settings.
    package init(masks: SecretMasks, settings: CommandSettings = CommandSettings()) {
        self.init(processor: CommandProcessor(masks: masks, settings: settings))
    }

    /// Takes the next bytes of the step's output.
    package mutating func consume(_ bytes: ArraySlice<UInt8>) -> [LogItem] {
        handle(splitter.consume(bytes))
    }

    /// Ends the step's output.
    package mutating func finish() -> [LogItem] {
        handle(splitter.finish())
    }

    private mutating func handle(_ parts: [LineSplitter.Part]) -> [LogItem] {
        var items: [LogItem] = []
        for part in parts {
            switch part {
            case .lines(let block): handle(block, into: &items)
            case .piece(let bytes, let isContinued):
                items += handle(piece: bytes, isContinued: isContinued)
            }
        }
        return items
    }

    /// Handles whole lines: runs of plain ones at once, each that is a command by itself.
    private mutating func handle(_ block: ArraySlice<UInt8>, into items: inout [LogItem]) {
        var start = block.startIndex
        var searched = start
        while let line = CandidateLine.next(in: block, from: searched) {
            let text = String(decoding: block[line], as: UTF8.self)
            if processor.needsAttention(text) {
                show(block[start..<line.lowerBound], into: &items)
                items += processor.process(text)
                start = line.upperBound + 1
            }
            searched = line.upperBound + 1
        }
        show(block[start...], into: &items)
    }

    private func show(_ lines: ArraySlice<UInt8>, into items: inout [LogItem]) {
        guard !lines.isEmpty else { return }
        items.append(.output(processor.masks.masked(lines: lines.dropLast())))
    }

    private mutating func handle(piece: ArraySlice<UInt8>, isContinued: Bool) -> [LogItem] {
        if case .none = longLine {
            let isCommand = processor.isCommand(String(decoding: piece, as: UTF8.self))
            longLine = isCommand ? .held([]) : .shown(MaskCarry())
        }
        let state = longLine
        longLine = .none
        let (next, items) = follow(state, piece, isContinued: isContinued)
        longLine = isContinued ? next : .none
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
