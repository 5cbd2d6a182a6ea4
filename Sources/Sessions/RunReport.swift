import Diagnostics
import Execution
import RunEvents

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Stamps happenings and brings them to the front end; what is said once is not said twice.
actor RunReport {
    private let channel: EventChannel
    /// The run's id.
    nonisolated let id: String
    /// How far the run's jobs are.
    nonisolated let progress = RunProgress()
    private var said: Set<Happening> = []
    private var hasEnded = false
    private let begin = Date().timeIntervalSince1970

    /// A report of the run `id`.
    init(channel: EventChannel, id: String) {
        self.channel = channel
        self.id = id
    }

    /// Where the run's parts send what happens.
    nonisolated var sink: EventSink {
        EventSink { await self.send($0) }
    }

    /// Says that something happened; after the run's end nothing more is said.
    func send(_ happening: Happening) async {
        guard !hasEnded else { return }
        switch happening {
        case .substitution, .notHonoured, .diagnostic:
            guard said.insert(happening).inserted else { return }
        case .runFinished: hasEnded = true
        default: break
        }
        let now = Date().timeIntervalSince1970
        progress.note(happening, at: now)
        await channel.send(RunEvent(time: now, run: id, happening: happening))
    }

    /// Ends the report of an aborted run that is still waiting for its engine.
    func giveUp() async {
        guard !hasEnded else { return }
        await send(
            .diagnostic(
                Diagnostic(
                    .engine,
                    severity: .warning,
                    "the engine does not answer: what the run made is still there",
                    at: nil,
                    help: "the next run removes it"
                )
            )
        )
        let seconds = max(0, Date().timeIntervalSince1970 - begin)
        await send(
            .runFinished(
                RunFinished(
                    conclusion: .cancelled,
                    exitStatus: ExitStatus.cancelled,
                    seconds: seconds
                )
            )
        )
        await channel.finish()
    }

    /// Says what is wrong with the user's files.
    func send(_ diagnostics: [Diagnostic]) async {
        for diagnostic in diagnostics {
            await send(.diagnostic(diagnostic))
        }
    }
}

/// Names for runs, unique on one machine and sorted by time.
enum RunID {
    /// A new name, such as `20261122-014512-3f2a`.
    static func make() -> String {
        let now = Date()
        let stamp = now.formatted(
            .iso8601.year().month().day().dateSeparator(.omitted)
                .time(includingFractionalSeconds: false).timeSeparator(.omitted)
                .dateTimeSeparator(.standard)
        ).replacing("T", with: "-").replacing("Z", with: "")
        let random = String(UInt32.random(in: 0...0xFFFF), radix: 16)
        return "\(stamp)-\(String(repeating: "0", count: 4 - random.count))\(random)"
    }
}
