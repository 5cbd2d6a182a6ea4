/// Shows what was unpacked.
enum ExtractionText {
    /// One thing that was unpacked.
    struct Made: Encodable {
        /// Its name.
        let name: String
        /// Where it is now.
        let folder: String
        /// How many files, folders and links were made.
        let entries: Int
    }

    /// The form for people: a line for each.
    static func text(_ made: [Made]) -> String {
        made.map { "\(LogText.oneLine($0.name)) -> \($0.folder)\n" }.joined()
    }

    /// The form for programs.
    ///
    /// Shape: `{"version": 1, "extracted": [{"name", "folder", "entries"}]}`.
    static func json(_ made: [Made]) -> String { StoreJSON.text(Form(extracted: made)) }

    private struct Form: Encodable {
        let version = 1
        let extracted: [Made]
    }
}
