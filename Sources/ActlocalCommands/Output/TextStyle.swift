/// Puts terminal colours around text, or does not; the text is the same either way.
struct TextStyle: Sendable, Hashable {
    /// Whether escape sequences are used.
    let isColoured: Bool

    /// Text alone.
    static let plain = TextStyle(isColoured: false)
    /// Text with colours.
    static let coloured = TextStyle(isColoured: true)

    /// The style that the conventions of the environment ask for.
    ///
    /// `NO_COLOR` wins over `FORCE_COLOR` and `CLICOLOR_FORCE`, and those over what the stream is.
    /// Sources: <https://no-color.org>, <https://force-color.org>, <https://bixense.com/clicolors>
    static func chosen(isTerminal: Bool, environment: [String: String]) -> TextStyle {
        func isSet(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }
        func isOn(_ name: String) -> Bool { isSet(name) && environment[name] != "0" }
        if isSet("NO_COLOR") {
            return .plain
        }
        if isOn("FORCE_COLOR") || isOn("CLICOLOR_FORCE") {
            return .coloured
        }
        let isCapable =
            isTerminal && environment["TERM"] != "dumb" && environment["CLICOLOR"] != "0"
        return isCapable ? .coloured : .plain
    }

    /// A failure, and what belongs to it.
    func red(_ text: String) -> String { wrapped(text, "31") }
    /// A success.
    func green(_ text: String) -> String { wrapped(text, "32") }
    /// What is worth a second look.
    func yellow(_ text: String) -> String { wrapped(text, "33") }
    /// A title.
    func bold(_ text: String) -> String { wrapped(text, "1") }
    /// What can be overlooked.
    func faint(_ text: String) -> String { wrapped(text, "2") }
    /// What is going on now.
    func blue(_ text: String) -> String { wrapped(text, "36") }

    private func wrapped(_ text: String, _ code: String) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
