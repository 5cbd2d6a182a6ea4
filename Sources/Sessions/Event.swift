import Diagnostics
import Expressions
import Workspaces

/// The event a run stands for: its name and the payload that `github.event` is.
///
/// The payload is made from the repository's real state, with a file of the user's merged over it.
/// Source: <https://docs.github.com/webhooks/webhook-events-and-payloads>
struct Event: Sendable {
    /// The name, such as `push`.
    let name: String
    /// The payload.
    let payload: ExpressionValue

    /// Makes the payload of an event.
    ///
    /// - Throws: `SessionError.badEventFile`, `.unreadable`.
    init(
        name: String,
        request: RunRequest,
        inputs: [String: String],
        revision: Revision
    ) throws(SessionError) {
        self.name = name
        let made = EventPayload(revision: revision)
            .payload(of: name, inputs: inputs)
        guard let path = request.eventPath else {
            payload = made
            return
        }
        let merged = Self.merge(try Self.read(path), over: made)
        guard name == "workflow_dispatch", !inputs.isEmpty else {
            payload = merged
            return
        }
        let given = inputs.sorted { $0.key < $1.key }.map { ($0, ExpressionValue.string($1)) }
        payload = Self.merge(.object([("inputs", .object(given))]), over: merged)
    }

    private static func read(_ path: String) throws(SessionError) -> ExpressionValue {
        let text: String
        do {
            text = try SourceFile.read(path, mayBePipe: true).text
        } catch {
            throw .input(reason: error.description)
        }
        do {
            let value = try ExpressionValue(json: text)
            guard case .object = value else {
                throw SessionError.badEventFile(path: path, reason: "it holds no object")
            }
            return value
        } catch let error as SessionError {
            throw error
        } catch {
            throw .badEventFile(path: path, reason: "\(error)")
        }
    }

    /// One object over another; what both have as objects is merged, else the first one counts.
    private static func merge(
        _ top: ExpressionValue,
        over base: ExpressionValue
    ) -> ExpressionValue {
        guard case .object(let top) = top, case .object(let base) = base else { return top }
        var entries: [(String, ExpressionValue)] = base.entries.map { key, value in
            (key, top[key].map { merge($0, over: value) } ?? value)
        }
        entries += top.entries.filter { base[$0.0] == nil }.map { ($0, $1) }
        return .object(entries)
    }

    /// A text property of the payload.
    func text(_ path: String...) -> String? {
        var value = payload
        for name in path {
            guard case .object(let object) = value, let next = object[name] else { return nil }
            value = next
        }
        if case .string(let text) = value { return text }
        return nil
    }

    /// The ref that the run stands for.
    func ref(_ revision: Revision) -> String {
        if let ref = text("ref"), ref.hasPrefix("refs/") { return ref }
        if name.hasPrefix("pull_request"), let number = payload["number"]?.asString {
            return "refs/pull/\(number)/merge"
        }
        return revision.ref
    }
}
