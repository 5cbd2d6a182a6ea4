import Diagnostics
import Expressions
import YAMLSyntax

/// Turns a document that was read by a schema into typed values, and checks what no schema can say.
///
/// What the reader has already reported is passed over in silence. Each kind of file adds its part
/// in an extension or a type of its own.
struct Converter {
    /// The reader, which parses conditions and collects diagnostics.
    var reader: DocumentReader

    /// Continues after a reader.
    init(reader: DocumentReader) {
        self.reader = reader
    }

    /// Adds a diagnostic.
    mutating func report(_ diagnostic: Diagnostic) {
        reader.report(diagnostic)
    }

    /// Whether something in a stretch of the file was refused before.
    func wasRefused(in span: SourceSpan) -> Bool {
        let range = span.start.offset...span.end.offset
        return reader.diagnostics.contains {
            $0.span.map { range.contains($0.start.offset) } ?? false
        }
    }

    /// `defaults`.
    mutating func runDefaults(_ value: ValueTemplate?) -> RunDefaults? {
        guard let written = Fields(value)?["run"] else {
            return nil
        }
        guard let run = Fields(written), run.expressionKeys.isEmpty else {
            return RunDefaults(shell: nil, workingDirectory: nil, whole: written)
        }
        return RunDefaults(
            shell: run["shell"]?.text,
            workingDirectory: run["working-directory"]?.text,
            whole: nil
        )
    }

    /// `permissions`.
    func permissions(_ value: ValueTemplate?) -> Permissions? {
        guard let value else {
            return nil
        }
        if let text = value.plainText {
            switch text.value {
            case "read-all": return Permissions(grant: .readAll, span: value.span)
            case "write-all": return Permissions(grant: .writeAll, span: value.span)
            default: return nil
            }
        }
        let scopes = (Fields(value)?.named ?? []).compactMap { name, level in
            level.plainText.flatMap { Permissions.Level(rawValue: $0.value) }
                .map { (scope: name, level: $0) }
        }
        return Permissions(grant: .scopes(scopes), span: value.span)
    }

    /// `cache-mode`.
    func cacheMode(_ value: ValueTemplate?) -> CacheMode? {
        value?.plainText.flatMap { CacheMode(rawValue: $0.value) }
    }

    /// `concurrency`.
    mutating func concurrency(_ value: ValueTemplate?) -> Concurrency? {
        guard let value else {
            return nil
        }
        guard let fields = Fields(value), fields.expressionKeys.isEmpty else {
            checkGroup(value)
            return Concurrency(
                group: value,
                cancelInProgress: nil,
                queue: nil,
                span: value.span
            )
        }
        guard let group = fields["group"], group.text != nil else {
            return nil
        }
        checkGroup(group)
        let queue = fields["queue"]?.plainText.flatMap { text in
            Concurrency.Queue(rawValue: text.value).map { Located($0, at: text.span) }
        }
        let cancels = fields["cancel-in-progress"]?.boolean
        if queue?.value == .max, case .literal(true, _) = cancels {
            report(
                Diagnostic(
                    .concurrency,
                    "'queue: max' cannot be combined with 'cancel-in-progress: true'.",
                    at: value.span,
                    help: "remove one of the two keys"
                )
            )
        }
        return Concurrency(
            group: group,
            cancelInProgress: cancels,
            queue: queue,
            span: value.span
        )
    }

    private mutating func checkGroup(_ group: ValueTemplate) {
        guard let text = group.plainText?.value else {
            return
        }
        if text.isEmpty {
            report(
                Diagnostic(
                    .concurrency,
                    "Concurrency group name cannot be empty",
                    at: group.span,
                    help: "write a name after the `:`"
                )
            )
        } else if text.utf16.count > 400 {
            report(
                Diagnostic(
                    .concurrency,
                    "Concurrency group name must be less than 400 characters",
                    at: group.span
                )
            )
        }
    }
}
