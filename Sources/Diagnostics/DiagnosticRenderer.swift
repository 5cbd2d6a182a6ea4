/// Turns diagnostics into what a person or a program reads; each form has a file of its own.
package enum DiagnosticRenderer {
    /// Whether the text form may use terminal colours; they are decoration only.
    package enum Colour: Sendable {
        /// No escape sequences at all.
        case plain
        /// ANSI escape sequences around the parts that matter.
        case ansi
    }
}
