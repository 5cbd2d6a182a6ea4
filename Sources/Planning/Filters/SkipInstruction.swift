/// The words in a commit's message that keep workflows from starting.
///
/// Source: <https://docs.github.com/actions/how-tos/manage-workflow-runs/skip-workflow-runs>
enum SkipInstruction {
    private static let marks = [
        "[skip ci]", "[ci skip]", "[no ci]", "[skip actions]", "[actions skip]",
    ]
    private static let trailers = ["skip-checks:true", "skip-checks: true"]

    /// The first instruction of a message; nil when there is none.
    static func find(in message: String) -> String? {
        if let mark = marks.first(where: message.contains) { return mark }
        let lastLine = message.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
        return message.contains("\n") ? trailers.first { $0 == lastLine } : nil
    }
}
