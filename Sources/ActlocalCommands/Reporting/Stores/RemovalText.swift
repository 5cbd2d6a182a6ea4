/// Shows what was removed, or would be.
struct RemovalText {
    /// One thing that is gone.
    struct Item: Encodable {
        /// What it was called.
        let name: String
        /// The bytes it had.
        let size: Int
    }

    /// What one of them is called.
    let noun: String
    /// Whether nothing was removed in truth.
    let isDryRun: Bool
    /// What is gone.
    let removed: [Item]
    /// How many stay: a run needs them, or they cannot be removed.
    let inUse: Int

    /// The form for people: a line for each, and how much it was.
    var text: String {
        let verb = isDryRun ? "would remove" : "removed"
        let lines = removed.map { item in
            "\(verb) \(LogText.oneLine(item.name)) (\(Wording.bytes(item.size)))\n"
        }
        let stay = inUse > 0 ? "; \(Wording.count(inUse, noun)) in use or not removable" : ""
        let count = Wording.count(removed.count, noun)
        return lines.joined() + "\(verb) \(count), \(Wording.bytes(size))\(stay)\n"
    }

    /// The form for programs.
    ///
    /// Shape: `{"version": 1, "isDryRun", "removed": [{"name", "size"}], "size", "inUse"}`.
    var json: String {
        StoreJSON.text(Form(isDryRun: isDryRun, removed: removed, size: size, inUse: inUse))
    }

    private var size: Int { removed.reduce(0) { $0 + $1.size } }

    private struct Form: Encodable {
        let version = 1
        let isDryRun: Bool
        let removed: [Item]
        let size: Int
        let inUse: Int
    }
}
