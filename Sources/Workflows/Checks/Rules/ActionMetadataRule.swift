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
        checkFiles(of: manifest, &report)
        if let color = manifest.brandingColor, !colors.contains(color.value) {
            let list = colors.map { "`\($0)`" }.joined(separator: ", ")
            warn(of: color, "color", among: colors, notes: ["the colors are \(list)"], &report)
        }
        if let icon = manifest.brandingIcon, !BrandingIcons.all.contains(icon.value) {
            let note = "the icons are those of Feather 4.28, but for brands and some others"
            warn(of: icon, "icon", among: BrandingIcons.all, notes: [note], &report)
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

    private static func warn(
        of value: Located<String>,
        _ what: String,
        among known: [String],
        notes: [String],
        _ report: inout CheckReport
    ) {
        report.warn(
            .unexpectedValue,
            "the marketplace has no \(what) `\(value.value)`",
            at: value.span,
            notes: notes,
            help: NearestMatch.nearest(to: value.value, in: known).map { "did you mean `\($0)`?" }
        )
    }

    /// The files that `runs` names and that are not beside the manifest.
    private static func checkFiles(of manifest: ActionManifest, _ report: inout CheckReport) {
        let files: [(key: String, path: Located<String>?)]
        switch manifest.runs {
        case .composite: return
        case .javaScript(let action):
            files = [("main", action.main), ("pre", action.pre), ("post", action.post)]
        case .docker(let action):
            files = action.image.value.hasPrefix("docker://") ? [] : [("image", action.image)]
        }
        for (key, path) in files {
            guard let path, !path.value.isEmpty,
                report.surroundings.hasFile(manifest.file, path.value) == false
            else { continue }
            report.warn(
                .actionRuns,
                "`\(key)` names `\(path.value)`, and there is no such file",
                at: path.span,
                notes: ["paths start at the folder of the action"]
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
