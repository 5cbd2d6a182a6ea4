/// Splits a step's bytes into lines as they arrive, holding at most one line's beginning.
///
/// LF and CRLF end a line. What a lone CR does is `loneCarriageReturn`'s choice. A line longer than
/// `limit` bytes is delivered in pieces of at most `limit` bytes, cut between two characters; the
/// cuts do not depend on how the bytes arrived.
package struct LineSplitter: Sendable {
    /// What a CR that no LF follows means.
    package enum LoneCarriageReturn: Sendable, Hashable {
        /// It is a character of its line.
        case stays
        /// It ends the line, as it does for .NET's `ReadLine` in GitHub's runner.
        case endsLine
    }

    /// What is delivered.
    package enum Part: Sendable, Hashable {
        /// One or more whole lines, each ended by LF.
        case lines(ArraySlice<UInt8>)
        /// A piece of a line that is longer than the limit; the last one is not continued.
        case piece(ArraySlice<UInt8>, isContinued: Bool)
    }

    /// The longest line, in bytes, that is delivered whole unless told otherwise: 64 KiB.
    package static let defaultLimit = 64 * 1024

    private let limit: Int
    private var lineEndings: LineEndings
    private var pending: [UInt8] = []
    private var isInsideLongLine = false

    /// Starts before the first byte.
    package init(
        limit: Int = Self.defaultLimit,
        loneCarriageReturn: LoneCarriageReturn = .stays
    ) {
        self.limit = max(limit, 8)
        lineEndings = LineEndings(loneCarriageReturn: loneCarriageReturn)
    }

    /// Takes the next bytes and delivers the lines they complete.
    package mutating func consume(_ bytes: ArraySlice<UInt8>) -> [Part] {
        deliver(lineEndings.normalise(bytes))
    }

    /// Delivers what is left at the end of the stream: the last line when no LF ended it.
    package mutating func finish() -> [Part] {
        var parts = deliver(lineEndings.finish())
        if !pending.isEmpty || isInsideLongLine {
            parts += deliver([.lineFeed])
        }
        return parts
    }

    private mutating func deliver(_ bytes: ArraySlice<UInt8>) -> [Part] {
        var parts: [Part] = []
        var rest = bytes
        if !pending.isEmpty || isInsideLongLine {
            guard let end = rest.firstIndex(of: .lineFeed) else {
                pending.append(contentsOf: rest)
                cutPieces(into: &parts)
                return parts
            }
            pending.append(contentsOf: rest[...end])
            endPendingLine(into: &parts)
            rest = rest[(end + 1)...]
        }
        while let end = endOfWholeLines(in: rest) {
            if end > rest.startIndex {
                parts.append(.lines(rest[..<end]))
                rest = rest[end...]
            } else {
                let lineEnd = rest.firstIndex(of: .lineFeed) ?? rest.endIndex - 1
                pending = Array(rest[...lineEnd])
                endPendingLine(into: &parts)
                rest = rest[(lineEnd + 1)...]
            }
        }
        pending.append(contentsOf: rest)
        cutPieces(into: &parts)
        return parts
    }

    /// Where the whole lines within the limit end; the start when the first line is over-long; nil
    /// when no line ends in the bytes.
    private func endOfWholeLines(in bytes: ArraySlice<UInt8>) -> Int? {
        guard let last = bytes.lastIndex(of: .lineFeed) else { return nil }
        var end = bytes.startIndex
        while end <= last {
            let window = bytes[end...min(end + limit, last)]
            guard let lineEnd = window.lastIndex(of: .lineFeed) else { break }
            end = lineEnd + 1
        }
        return end
    }

    /// Delivers the pending line, which ends with LF.
    private mutating func endPendingLine(into parts: inout [Part]) {
        pending.removeLast()
        cutPieces(into: &parts)
        if isInsideLongLine {
            parts.append(.piece(pending[...], isContinued: false))
        } else {
            parts.append(.lines((pending + [.lineFeed])[...]))
        }
        pending = []
        isInsideLongLine = false
    }

    /// Delivers pieces until the pending bytes fit into the limit.
    private mutating func cutPieces(into parts: inout [Part]) {
        guard pending.count > limit else { return }
        var start = 0
        while pending.count - start > limit {
            let end = characterBoundary(atMost: start + limit)
            parts.append(.piece(pending[start..<end], isContinued: true))
            start = end
        }
        pending = Array(pending[start...])
        isInsideLongLine = true
    }

    private func characterBoundary(atMost limit: Int) -> Int {
        guard pending[limit].isUTF8Continuation else { return limit }
        let lead = (limit - 3..<limit).last { !pending[$0].isUTF8Continuation }
        guard let lead, pending[lead] >= 0xC0 else { return limit }
        return lead
    }
}
