import Expressions
import InitProtocol
import Planning
import Synchronization

/// Evaluates the keys of one step, `hashFiles` included.
///
/// Hashing happens in the job and takes time, while expressions are evaluated in one go. So an
/// evaluation that meets a `hashFiles` it has no answer for is given up, the answer fetched, and
/// the evaluation begun anew; it has no effects, so nobody can tell.
struct StepEvaluation: Sendable {
    /// The contexts of the step.
    let contexts: [String: ExpressionValue]
    /// The status that `success()` and `failure()` read.
    let status: JobState.Status
    /// The status that `cancelled()` reads.
    let jobStatus: JobState.Status
    /// The job whose files are hashed.
    let room: OpenJob
    /// Notes when these files cannot be reached any more.
    let loss: HostLoss
    /// Tells the job to stop.
    let signal: CancellationSignal
    /// When the step is ended.
    let interruption: Interruption

    /// What `body` makes of the step's keys.
    func read<Value>(
        _ body: (TemplateReader) throws(EvaluationFailure) -> Value
    ) async throws(EvaluationFailure) -> Value {
        let hashes = HashRequests()
        while true {
            do {
                return try body(reader(hashes))
            } catch {
                guard let patterns = hashes.takeMissing() else { throw error }
                let span = error.span
                do {
                    hashes.answer(patterns, try await hash(patterns))
                } catch let failure as StepHostError {
                    let message = loss.note(failure) ?? failure.description
                    throw EvaluationFailure(message: message, span: span)
                } catch {
                    let message = "`hashFiles` was ended before it was done"
                    throw EvaluationFailure(message: message, span: span)
                }
            }
        }
    }

    private func reader(_ hashes: HashRequests) -> TemplateReader {
        let functions = StepFunctions(
            status: status,
            jobStatus: jobStatus,
            hashFiles: hashes.lookUp
        )
        return TemplateReader(EvaluationContext(contexts, functions: functions.table))
    }

    /// The digest; it ends when the job is cancelled or the step's time is over.
    private func hash(_ patterns: [String]) async throws -> String {
        var patterns = patterns
        var followsLinks = false
        if let first = patterns.first, first.hasPrefix("--") {
            guard first.lowercased() == "--follow-symbolic-links" else {
                throw StepHostError.failed(
                    .hashFiles(
                        "Invalid glob option \(first), avaliable option: "
                            + "'--follow-symbolic-links'."
                    )
                )
            }
            followsLinks = true
            patterns.removeFirst()
        }
        let request = HashFilesRequest(
            root: room.paths.workspace,
            patterns: patterns.joined(separator: "\n"),
            followsSymbolicLinks: followsLinks
        )
        return try await InterruptibleWork(signal: signal, interruption: interruption)
            .run { [host = room.host] in try await host.hashFiles(request) }
    }
}

/// The `hashFiles` calls of one evaluation: those answered, and the one it was given up for.
private final class HashRequests: Sendable {
    private struct Unanswered: Error {}

    private struct State {
        var answers: [[String]: String] = [:]
        var missing: [String]?
    }

    private let state = Mutex(State())

    /// The answer for a call.
    ///
    /// - Throws: when there is none yet; `takeMissing` then names the call.
    @Sendable func lookUp(_ patterns: [String]) throws -> String {
        try state.withLock { state in
            if let answer = state.answers[patterns] { return answer }
            state.missing = patterns
            throw Unanswered()
        }
    }

    /// The call an evaluation was given up for; nil when it failed for another reason.
    func takeMissing() -> [String]? {
        state.withLock { state in
            defer { state.missing = nil }
            return state.missing
        }
    }

    /// Remembers an answer.
    func answer(_ patterns: [String], _ hash: String) {
        state.withLock { $0.answers[patterns] = hash }
    }
}
