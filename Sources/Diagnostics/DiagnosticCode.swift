/// The stable, greppable name of one kind of diagnostic, such as `unknown-key`.
package struct DiagnosticCode: RawRepresentable, Sendable, Hashable, Codable {
    /// The name as it is shown between brackets.
    package let rawValue: String

    /// Takes the name as it is shown.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Reads the bare name.
    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes the bare name.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
