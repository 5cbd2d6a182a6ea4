import Diagnostics
import Sessions

/// Shows diagnostics with the lines they are about, reading the files again.
struct DiagnosticText: Sendable {
    /// The folders that shown paths may be relative to, best first.
    let folders: [String]
    /// Texts that were read already.
    var files: [SourceFile] = []

    /// The diagnostics in their form for people.
    ///
    /// Lines of dotenv files are never shown: they may be secrets.
    func text(_ diagnostics: [Diagnostic], style: TextStyle) -> String {
        let paths = diagnostics.filter { $0.code != .dotenvSyntax }.compactMap { $0.span?.file }
        let unread = Set(paths).subtracting(files.map(\.path))
        return DiagnosticRenderer.text(
            diagnostics,
            files: files + unread.compactMap(read),
            colour: style.isColoured ? .ansi : .plain
        )
    }

    private func read(_ path: String) -> SourceFile? {
        let places = path.hasPrefix("/") ? [path] : folders.map { "\($0)/\(path)" }
        for place in places {
            if let file = try? SourceFile.read(place, shownAs: path) {
                return file
            }
        }
        return nil
    }
}
