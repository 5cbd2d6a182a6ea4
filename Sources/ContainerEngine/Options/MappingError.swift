/// A port or volume mapping that cannot be read.
package struct MappingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The text as it was written.
    package var text: String
    /// What is wrong with it.
    package var reason: String

    /// The mapping and what is wrong with it.
    package var description: String { "the mapping `\(text)` is not usable: \(reason)" }

    /// A mapping and what is wrong with it.
    init(_ text: some StringProtocol, _ reason: String) {
        self.text = String(text)
        self.reason = reason
    }
}
