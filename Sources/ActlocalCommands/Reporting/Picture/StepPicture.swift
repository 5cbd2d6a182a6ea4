import Diagnostics
import RunEvents

/// What is known of one step.
struct StepPicture: Sendable, Hashable {
    /// The step's key within its job, such as `3` or `3.1`.
    let key: String
    /// The display name; at its end more may be masked in it than before.
    var name: String
    /// Where it is written.
    let span: SourceSpan?
    /// When it began; nil when it was skipped.
    let startedAt: Double?
    /// How it ended; nil while it runs.
    var end: StepFinished?
    /// Its last lines, forgotten once it has passed.
    var tail = LineTail()

    /// How many steps it is inside of.
    var depth: Int { key.utf8.count { $0 == UInt8(ascii: ".") } }

    /// Whether it is inside of the step with that key.
    func isInside(_ key: String) -> Bool {
        self.key.hasPrefix(key + ".")
    }
}
