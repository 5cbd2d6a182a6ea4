import Glibc
import InitProtocol

/// What a process writes: to one pipe, or to one for its output and another for its errors.
///
/// Of two pipes nobody knows which was written to first. What waits in the output when errors are
/// read goes before them, unless they hold a mask: that has to be there before what it hides.
final class StepOutput {
    /// Some errors, and how much of the output goes before them.
    private struct Waiting {
        let bytes: [UInt8]
        let mark: Int
    }

    /// How many bytes of errors wait at most, so that credit for the output is always left.
    private static let mostWaiting = StreamSignal.window / 4
    /// The credit that the output leaves to the errors.
    private static let reserve = StreamSignal.window / 16

    private let output: StreamSource
    private let errors: StreamSource?
    private var waiting: [Waiting] = []
    private var hasMask = false
    /// The end of the errors' last line, as far as it may be the beginning of a command.
    private var line: [UInt8] = []
    /// Whether a mask has begun in that line: what comes next belongs to it.
    private var isInMask = false

    /// Called once when nothing more will come.
    var onEnd: () -> Void = {}

    /// Takes over the reading ends of one or two pipes.
    init(pipes: [CInt], id: UInt32, host: HostStream, loop: EventLoop) {
        let credit = StreamCredit()
        output = StreamSource(
            descriptor: pipes[0],
            id: id,
            host: host,
            loop: loop,
            credit: credit,
            reserve: pipes.count > 1 ? Self.reserve : 0
        )
        errors = pipes.dropFirst().first.map { pipe in
            StreamSource(
                descriptor: pipe,
                id: id,
                host: host,
                loop: loop,
                tag: StreamSignal.errorsTag,
                credit: credit
            )
        }
        for source in sources {
            source.onEnd = { [unowned self] in if hasEnded { onEnd() } }
            if errors != nil { source.onReady = { [unowned self] in moveBoth() } }
        }
    }

    private var sources: [StreamSource] { [output] + (errors.map { [$0] } ?? []) }
    /// Whether the end has been reached.
    var hasEnded: Bool { output.hasEnded && errors?.hasEnded ?? true && waiting.isEmpty }
    /// When bytes last came.
    var lastActivity: Instant {
        max(output.lastActivity, errors?.lastActivity ?? output.lastActivity)
    }
    /// Whether the host is the one to wait for.
    var isBlocked: Bool { sources.contains { !$0.hasEnded && $0.isBlocked } }
    /// Whether all has come that waited when it was noted.
    var isDrained: Bool { sources.allSatisfy(\.isDrained) }

    /// Notes how much waits now, which `isDrained` then asks for.
    func noteWaiting() {
        for source in sources { source.noteWaiting() }
    }

    /// Takes back credit for bytes the host has dealt with.
    func give(credit count: UInt32) {
        output.give(credit: count)
    }

    /// Sends what is held back; goes on reading then, but sends nothing more.
    func discard() {
        onEnd = {}
        sendErrors()
        for source in sources { source.discard() }
    }

    private func moveBoth() {
        takeErrors()
        output.hold()
        // Also those that came meanwhile: they may hide what the output shows.
        takeErrors()
        if hasMask { sendErrors() }
        output.sendHeld()
        while let first = waiting.first, output.hasEnded || first.mark <= output.byteCount {
            errors?.send(first.bytes)
            waiting.removeFirst()
        }
        errors?.isPaused = waiting.reduce(0) { $0 + $1.bytes.count } >= Self.mostWaiting
        if hasEnded { onEnd() }
    }

    private func takeErrors() {
        guard let errors else { return }
        let bytes = errors.take()
        guard !bytes.isEmpty else { return }
        waiting.append(Waiting(bytes: bytes, mark: output.byteCount + output.waitingCount))
        let seen = line + bytes
        hasMask = hasMask || isInMask || MaskCommand.isIn(seen)
        let last = seen[(seen.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)...]
        let goesOn = last.count == seen.count
        isInMask = goesOn && isInMask || MaskCommand.isIn(Array(last))
        line = Array(last.suffix(MaskCommand.length))
    }

    private func sendErrors() {
        for part in waiting { errors?.send(part.bytes) }
        waiting = []
        errors?.isPaused = false
        hasMask = false
    }
}
