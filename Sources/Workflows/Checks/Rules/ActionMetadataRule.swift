import Diagnostics

/// What an action's file says that nobody can use, or leaves out that others read.
///
/// Source: <https://docs.github.com/actions/reference/metadata-syntax-for-github-actions>
enum ActionMetadataRule {
    private static let colors = [
        "black", "blue", "gray-dark", "green", "orange", "purple", "red", "white", "yellow",
    ]

    /// Checks the parts of a manifest that the runner passes over.
    static func check(_ manifest: ActionManifest, _ report: inout CheckReport) {
        checkNames(of: manifest, &report)
        if let color = manifest.brandingColor, !colors.contains(color.value) {
            report.warn(
                .unexpectedValue,
                "the marketplace has no color `\(color.value)`",
                at: color.span,
                notes: ["the colors are \(colors.map { "`\($0)`" }.joined(separator: ", "))"],
                help: NearestMatch.nearest(to: color.value, in: colors).map {
                    "did you mean `\($0)`?"
                }
            )
        }
        guard case .composite = manifest.runs else { return }
        for output in manifest.outputs where output.value == nil {
            report.warn(
                .missingKey,
                "the output `\(output.name.value)` has no `value`, so it is always empty",
                at: output.name.span,
                help: "add `value: ${{ steps.ID.outputs.NAME }}`"
            )
        }
    }
    /// An action at the root of its repository is one to publish, which takes a name and what it
    /// is for; what lies deeper is mostly for the repository itself.
    private static func checkNames(of manifest: ActionManifest, _ report: inout CheckReport) {
        guard FileKind.manifestNames.contains(manifest.file) else { return }
        let start = SourceSpan(file: manifest.file, start: .start, end: .start)
        for (key, value) in [("name", manifest.name), ("description", manifest.description)]
        where value == nil {
            report.warn(
                .missingKey,
                "Required property is missing: \(key)",
                at: start,
                notes: ["the action runs all the same"],
                help: "add `\(key):`"
            )
        }
    }
}
