import Synchronization
import Transfers

/// Something that happened in an engine.
package struct EngineEvent: Sendable, Hashable, Decodable {
    /// Such as `container`, `network`, `volume` or `image`.
    package var kind: String
    /// Such as `start`, `die` or `health_status: healthy`.
    package var action: String
    /// The id of what it happened to.
    package var id: String
    /// Labels, names and details such as `exitCode`.
    package var attributes: [String: String]
    /// Nanoseconds since 1970.
    package var timeNanoseconds: Int64

    private enum Key: String, CodingKey {
        case kind = "Type"
        case action = "Action"
        case actor = "Actor"
        case time = "timeNano"
    }

    private struct Actor: Decodable {
        var ID: String?
        var Attributes: [String: String]?
    }

    /// Reads one line of the stream.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        kind = try values.decodeIfPresent(String.self, forKey: .kind) ?? ""
        action = try values.decodeIfPresent(String.self, forKey: .action) ?? ""
        let actor = try values.decodeIfPresent(Actor.self, forKey: .actor)
        id = actor?.ID ?? ""
        attributes = actor?.Attributes ?? [:]
        timeNanoseconds = try values.decodeIfPresent(Int64.self, forKey: .time) ?? 0
    }
}

/// What happens in an engine from now on.
///
/// One reader at a time. Letting go of it ends it.
package final class EventStream: Sendable {
    private struct State {
        var lines = JSONLines<EngineEvent>()
        /// Events already read, oldest last.
        var ready: [EngineEvent] = []
    }

    private let bytes: ByteStream
    private let state = Mutex(State())

    /// Wraps the body of the engine's answer.
    init(_ bytes: ByteStream) {
        self.bytes = bytes
    }

    /// The next event, `nil` when the engine ends the stream.
    ///
    /// - Throws: `EngineError`, `CancellationError`.
    package func next() async throws -> EngineEvent? {
        while true {
            if let event = state.withLock({ $0.ready.popLast() }) { return event }
            guard let piece = try await bytes.next() else { return nil }
            try state.withLock { $0.ready = try $0.lines.take(piece).reversed() }
        }
    }
}

extension Engine {
    /// Opens the stream of what happens to things that bear all the labels.
    ///
    /// `kinds` narrows it to kinds such as `container`. Once this returns nothing is missed.
    package func events(
        labelled labels: [LabelFilter] = [],
        kinds: [String] = []
    ) async throws -> EventStream {
        let others = kinds.isEmpty ? [:] : ["type": kinds]
        let query: QueryString = ["filters": try LabelFilter.query(labels, and: others)]
        let response = try await connection.open(
            .init("GET", "/events", query, about: .container("events"))
        )
        return EventStream(ByteStream(response.body, endpoint: endpoint))
    }
}
