/// What an artifact may be called.
enum ArtifactName {
    /// The characters that no name has, and what the message calls them.
    ///
    /// - Source: actions/toolkit `path-and-artifact-name-validation.ts`.
    private static let refused: [(Unicode.Scalar, String)] = [
        ("\"", "Double quote \""), (":", "Colon :"), ("<", "Less than <"), (">", "Greater than >"),
        ("|", "Vertical bar |"), ("*", "Asterisk *"), ("?", "Question mark ?"),
        ("\r", "Carriage return \\r"), ("\n", "Line feed \\n"), ("\\", "Backslash \\"),
        ("/", "Forward slash /"),
    ]

    /// Checks a name as the official clients do, and that it is no path and not endless.
    static func check(_ name: String) throws(ServiceFailure) {
        guard !name.isEmpty else {
            throw ServiceFailure(.invalidArgument, "an artifact has a name")
        }
        for (character, words) in refused where name.unicodeScalars.contains(character) {
            throw ServiceFailure(
                .invalidArgument,
                "the artifact name is not valid: \(name). "
                    + "Contains the following character: \(words)"
            )
        }
        guard name.utf8.count <= 256, name != ".", name != "..",
            !name.unicodeScalars.contains(where: { $0.value < 0x20 })
        else {
            throw ServiceFailure(
                .invalidArgument,
                "the artifact name is not valid: at most 256 bytes, no path, no control characters"
            )
        }
    }
}
