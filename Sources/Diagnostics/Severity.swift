/// How much a diagnostic weighs.
package enum Severity: String, Sendable, Hashable, Codable, CaseIterable {
    /// GitHub would refuse the text, or we cannot run it.
    case error
    /// The text runs, but likely not as meant.
    case warning
    /// Worth knowing, nothing to fix.
    case note
}
