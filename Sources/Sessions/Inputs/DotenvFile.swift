package import Diagnostics

/// The lines `NAME=value` of a dotenv file, such as `.env` or `.secrets`.
///
/// What is read: blank lines and `#` comments; an `export` before the name; blanks around `=`; a
/// value as it stands up to a `#` after a blank; `'…'` literally; `"…"` with the escapes
/// `\n \r \t \" \\ \$`. Both kinds of quotes may span lines. A byte order mark is skipped,
/// CR LF is LF. Nothing is expanded: `$` is a dollar sign.
package struct DotenvFile: Sendable, Hashable {
    /// One line of the file.
    package struct Entry: Sendable, Hashable {
        /// The name before `=`.
        package let name: String
        /// The value, quotes and escapes resolved.
        package let value: String
        /// Where the name stands.
        package let span: SourceSpan

        /// Describes one line.
        package init(name: String, value: String, span: SourceSpan) {
            self.name = name
            self.value = value
            self.span = span
        }
    }

    /// The entries in the order of the file; of a name that occurs twice the last one counts.
    package let entries: [Entry]

    /// Reads a dotenv text; lines that cannot be read are reported and left out.
    ///
    /// No diagnostic quotes the text, for it may be a secret.
    package static func parse(_ file: SourceFile) -> (file: DotenvFile, diagnostics: [Diagnostic]) {
        var parser = DotenvParser(file)
        parser.parse()
        return (DotenvFile(entries: parser.entries), parser.diagnostics)
    }
}
