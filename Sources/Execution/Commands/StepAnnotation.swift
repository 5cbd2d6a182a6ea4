/// A problem that a step reported, normalised and masked.
package struct StepAnnotation: Sendable, Hashable {
    /// How serious a problem is.
    package enum Level: String, Sendable, Hashable, CaseIterable {
        case error, warning, notice
    }

    /// How serious it is.
    package let level: Level
    /// The message, at most 4096 UTF-16 units; it may hold several lines.
    package let message: MaskedText
    /// The title.
    package var title: MaskedText?
    /// The file, relative to the workspace when it is inside it.
    package var file: MaskedText?
    /// 1-based first line.
    package var line: Int?
    /// 1-based last line.
    package var endLine: Int?
    /// 1-based first column.
    package var column: Int?
    /// 1-based last column.
    package var endColumn: Int?
    /// Whether it is among the ten of its level that a step records; others are only logged.
    package var isRecorded: Bool

    /// Describes a problem without a place.
    package init(level: Level, message: MaskedText, isRecorded: Bool = true) {
        self.level = level
        self.message = message.prefix(utf16Length: Self.longestMessage)
        self.isRecorded = isRecorded
    }

    /// The longest message, in UTF-16 units.
    package static let longestMessage = 4096
    /// How many problems of one level a step records.
    package static let mostPerLevel = 10
}
