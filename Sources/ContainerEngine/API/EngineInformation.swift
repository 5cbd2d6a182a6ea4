/// What an engine says about itself and the machine it runs on.
package struct EngineInformation: Sendable, Hashable, Decodable {
    /// `1` or `2`.
    package let controlGroupVersion: String

    private enum Key: String, CodingKey {
        case controlGroupVersion = "CgroupVersion"
    }

    /// Reads the answer of `GET /info`; an engine that does not tell its version has the first.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let version = try values.decodeIfPresent(String.self, forKey: .controlGroupVersion) ?? ""
        controlGroupVersion = version.isEmpty ? "1" : version
    }
}

extension Engine {
    /// What the engine says about itself.
    package func information() async throws -> EngineInformation {
        try await connection.value(.init("GET", "/info", about: .container("engine")))
    }
}
