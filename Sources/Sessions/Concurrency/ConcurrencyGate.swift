import Diagnostics
import Execution
import Planning
import RunEvents
import Workspaces

/// Lets the runs and jobs of one concurrency group run one at a time, over all processes.
struct ConcurrencyGate: Sendable {
    /// What came of the wish to run.
    enum Entrance: Sendable {
        /// It may run, until it leaves what it is given; nil for nothing to leave.
        case open(ConcurrencyStay?)
        /// Another one took its place, as it is called.
        case replaced(by: String)
        /// It was cancelled while it waited.
        case cancelled
    }

    /// Where the groups' files are; nil lets everything run.
    let folder: String?
    /// What tells this repository's groups from those of others.
    let repository: String
    /// What messages of other processes call the run.
    let title: String
    /// Where waiting is announced.
    let report: RunReport

    /// How often those who wait and those who run look at the file.
    private static let pause = Duration.milliseconds(100)

    /// Waits until a run or job may run.
    ///
    /// - Parameters:
    ///   - group: The group.
    ///   - name: The key of the job; nil for the whole run.
    ///   - signal: Ends the waiting when it is given; given when another one takes the place of
    ///     what runs.
    /// - Returns: Whether it may run; it may, with a warning, where the files cannot be written.
    func enter(
        _ group: ConcurrencyGroup?,
        job name: String?,
        signal: CancellationSignal
    ) async -> Entrance {
        await join(group, job: name, signal: signal)()
    }

    /// Takes a place among those that wait for a group; what is returned waits for the turn.
    func join(
        _ group: ConcurrencyGroup?,
        job name: String?,
        signal: CancellationSignal
    ) async -> @Sendable () async -> Entrance {
        guard let group, let folder else { return { .open(nil) } }
        // Who is told to stop takes nobody's place.
        guard !signal.isCancelled else { return { .cancelled } }
        do {
            let place = try await place(in: group, folder, job: name)
            return {
                do {
                    return try await wait(at: place, group, signal: signal)
                } catch {
                    await place.stay.leave()
                    return await open(without: group, job: name, error)
                }
            }
        } catch {
            return { await open(without: group, job: name, error) }
        }
    }

    /// Lets something run without its group, whose file cannot be used.
    private func open(
        without group: ConcurrencyGroup,
        job name: String?,
        _ error: any Error
    ) async -> Entrance {
        let folder = folder ?? ""
        await report.send(
            .notHonoured(
                NotHonoured(
                    subject: "concurrency",
                    reason: "`\(folder)` cannot be used, so nothing is waited for: \(error)",
                    job: name,
                    span: group.span
                )
            )
        )
        return .open(nil)
    }

    /// A place among those that wait for a group, or run.
    private struct Place {
        let stay: ConcurrencyStay
        let standing: GroupState.Standing
    }

    private func place(
        in group: ConcurrencyGroup,
        _ folder: String,
        job name: String?
    ) async throws -> Place {
        let key = "\(repository)\n\(group.name.lowercased())"
        let stay = ConcurrencyStay(
            file: GroupFile(folder: folder, key: key),
            id: "\(title)/\(name ?? "")/\(UInt64.random(in: 0 ... .max))"
        )
        let member = GroupState.Member(
            id: stay.id,
            title: name.map { "job `\($0)` of \(title)" } ?? title,
            process: ProcessIdentity.current.process,
            started: ProcessIdentity.current.started,
            boot: MachineBoot.id
        )
        let standing = try await stay.file.update { state in
            state.join(
                member,
                queue: group.queue,
                cancelsInProgress: group.cancelsInProgress
            )
            return state.advance(member.id)
        }
        return Place(stay: stay, standing: standing)
    }

    private func wait(
        at place: Place,
        _ group: ConcurrencyGroup,
        signal: CancellationSignal
    ) async throws -> Entrance {
        var (stay, standing) = (place.stay, place.standing)
        if case .waiting(let other) = standing {
            await report.send(.diagnostic(.waiting(for: other, group)))
        }
        while true {
            switch standing {
            case .running:
                guard !signal.isCancelled else {
                    await stay.leave()
                    return .cancelled
                }
                stay.watch(every: Self.pause) { [report] other in
                    await report.send(.diagnostic(.replaced(by: other, group)))
                    signal.cancel(.replaced)
                }
                return .open(stay)
            case .replaced(let other):
                await stay.leave()
                await report.send(.diagnostic(.replaced(by: other, group)))
                return .replaced(by: other)
            case .waiting:
                guard !signal.isCancelled else {
                    await stay.leave()
                    return .cancelled
                }
                do { try await Task.sleep(for: Self.pause) } catch {
                    await stay.leave()
                    return .cancelled
                }
                standing = try await stay.file.update { [stay] in $0.advance(stay.id) }
            }
        }
    }
}

extension Diagnostic {
    /// That a run or job waits.
    fileprivate static func waiting(
        for other: GroupState.Member,
        _ group: ConcurrencyGroup
    ) -> Diagnostic {
        let asked = other.replacement == nil ? "" : ", which was asked to end"
        return Diagnostic(
            .concurrency,
            severity: .note,
            "waiting for \(other.title) (process \(other.process)) of the concurrency group "
                + "`\(group.name)`\(asked)",
            at: group.span
        )
    }

    /// That a run or job ends for another one.
    fileprivate static func replaced(by other: String, _ group: ConcurrencyGroup) -> Diagnostic {
        Diagnostic(
            .concurrency,
            severity: .warning,
            "\(other) takes the place of this one in the concurrency group `\(group.name)`",
            at: group.span
        )
    }
}
