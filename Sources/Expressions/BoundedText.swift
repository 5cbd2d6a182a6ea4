/// A text grew beyond the size its maker allows.
struct TextLimitExceeded: Error {}

/// A text under construction that may not grow beyond a number of UTF-16 units.
struct BoundedText {
    /// What has been appended so far.
    private(set) var text = ""

    /// UTF-16 units that may still be appended.
    private var room: Int

    /// An empty text with room for this many UTF-16 units.
    init(limit: Int) {
        room = limit
    }

    /// Adds a piece, unless the text would become too long.
    mutating func append(_ piece: String) throws(TextLimitExceeded) {
        room -= piece.utf16.count
        guard room >= 0 else { throw TextLimitExceeded() }
        text += piece
    }
}
