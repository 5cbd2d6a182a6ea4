/// Why a command could not be carried out, in GitHub's words.
struct CommandFailure: Error {
    /// The reason.
    let reason: String

    /// Takes the reason.
    init(_ reason: String) {
        self.reason = reason
    }
}
