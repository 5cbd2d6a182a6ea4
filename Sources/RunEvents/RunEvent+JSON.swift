import Diagnostics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension RunEvent: Codable {
    private enum Keys: String, CodingKey {
        case version, time, run, type
    }

    /// Reads one event of its JSON form.
    ///
    /// - Throws: `DecodingError` for another version or an unknown type.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        let version = try container.decode(Int.self, forKey: .version)
        guard version == Self.version else {
            throw DecodingError.dataCorruptedError(
                forKey: .version,
                in: container,
                debugDescription: "version \(version) of run events is not known"
            )
        }
        time = try container.decode(Double.self, forKey: .time)
        run = try container.decode(String.self, forKey: .run)
        happening = try Happening(
            type: container.decode(String.self, forKey: .type),
            from: decoder
        )
    }

    /// Writes the payload's fields beside `version`, `time`, `run` and `type`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(Self.version, forKey: .version)
        try container.encode((time * 1000).rounded() / 1000, forKey: .time)
        try container.encode(run, forKey: .run)
        try container.encode(happening.type, forKey: .type)
        try happening.payload.encode(to: encoder)
    }

    /// The event as one line of JSON, without a final line feed; keys sorted.
    package func jsonLine() throws -> String {
        guard case .log(let lines) = happening, lines.text.utf8.count > 256 else {
            return try encodedLine()
        }
        let empty = LogLines(
            job: lines.job,
            step: lines.step,
            kind: lines.kind,
            text: "",
            isContinued: lines.isContinued
        )
        let frame = try RunEvent(time: time, run: run, happening: .log(empty)).encodedLine()
        // Quotation marks within texts have a backslash before them: only the key is like this.
        guard let place = frame.firstRange(of: "\"text\":\"\"") else {
            return try encodedLine()
        }
        let end = frame.utf8.index(before: place.upperBound)
        var bytes = Array(frame.utf8[..<end])
        bytes.reserveCapacity(frame.utf8.count + lines.text.utf8.count * 9 / 8)
        JSONText.append(lines.text, to: &bytes)
        bytes.append(contentsOf: frame.utf8[end...])
        return String(decoding: bytes, as: UTF8.self)
    }

    private func encodedLine() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// Reads one line that `jsonLine` wrote.
    package init(jsonLine line: String) throws {
        self = try JSONDecoder().decode(RunEvent.self, from: Data(line.utf8))
    }
}

extension Happening {
    /// The value of `type` in the JSON form.
    package var type: String {
        switch self {
        case .runStarted: "runStarted"
        case .workflowNotStarted: "workflowNotStarted"
        case .diagnostic: "diagnostic"
        case .substitution: "substitution"
        case .notHonoured: "notHonoured"
        case .imagePull: "imagePull"
        case .jobQueued: "jobQueued"
        case .jobStarted: "jobStarted"
        case .jobFinished: "jobFinished"
        case .stepStarted: "stepStarted"
        case .stepFinished: "stepFinished"
        case .log: "log"
        case .annotation: "annotation"
        case .summary: "summary"
        case .runFinished: "runFinished"
        }
    }

    fileprivate var payload: any Encodable {
        switch self {
        case .runStarted(let payload): payload
        case .workflowNotStarted(let payload): payload
        case .diagnostic(let payload): payload
        case .substitution(let payload): payload
        case .notHonoured(let payload): payload
        case .imagePull(let payload): payload
        case .jobQueued(let payload): payload
        case .jobStarted(let payload): payload
        case .jobFinished(let payload): payload
        case .stepStarted(let payload): payload
        case .stepFinished(let payload): payload
        case .log(let payload): payload
        case .annotation(let payload): payload
        case .summary(let payload): payload
        case .runFinished(let payload): payload
        }
    }

    fileprivate init(type: String, from decoder: any Decoder) throws {
        guard let read = Self.readers[type] else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "`\(type)` is no type of run event"
                )
            )
        }
        self = try read(decoder)
    }

    private static let readers: [String: @Sendable (any Decoder) throws -> Happening] = [
        "runStarted": { .runStarted(try .init(from: $0)) },
        "workflowNotStarted": { .workflowNotStarted(try .init(from: $0)) },
        "diagnostic": { .diagnostic(try .init(from: $0)) },
        "substitution": { .substitution(try .init(from: $0)) },
        "notHonoured": { .notHonoured(try .init(from: $0)) },
        "imagePull": { .imagePull(try .init(from: $0)) },
        "jobQueued": { .jobQueued(try .init(from: $0)) },
        "jobStarted": { .jobStarted(try .init(from: $0)) },
        "jobFinished": { .jobFinished(try .init(from: $0)) },
        "stepStarted": { .stepStarted(try .init(from: $0)) },
        "stepFinished": { .stepFinished(try .init(from: $0)) },
        "log": { .log(try .init(from: $0)) },
        "annotation": { .annotation(try .init(from: $0)) },
        "summary": { .summary(try .init(from: $0)) },
        "runFinished": { .runFinished(try .init(from: $0)) },
    ]
}
