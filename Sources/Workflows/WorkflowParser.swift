package import Diagnostics
import Expressions
import YAMLSyntax

/// Reads workflow files.
package enum WorkflowParser {
    /// The workflow of a file and everything wrong with it.
    ///
    /// Every error is reported, never the first only. With errors among the diagnostics the
    /// workflow holds what could be read, for checks and editors; it must not be run. It is nil
    /// when the text is no YAML mapping.
    package static func parse(
        _ file: SourceFile
    ) -> (workflow: Workflow?, diagnostics: [Diagnostic]) {
        parse(file, limits: YAMLParser.Limits())
    }

    /// The workflow of a file within other limits than GitHub's.
    static func parse(
        _ file: SourceFile,
        limits: YAMLParser.Limits
    ) -> (workflow: Workflow?, diagnostics: [Diagnostic]) {
        let (yaml, problems) = YAMLParser.document(of: file, limits: limits)
        guard let yaml else {
            return (nil, problems.inOrderOfPlace)
        }
        var reader = DocumentReader(yaml, of: file, problems: problems)
        let document = reader.readDocument(as: WorkflowSchema.root)
        var converter = Converter(reader: reader)
        let workflow = Fields(document).map { converter.workflow($0, file: file.path) }
        return (workflow, (converter.reader.diagnostics + sizeWarning(file)).inOrderOfPlace)
    }

    /// GitHub refuses longer files; there is no reason not to run them here.
    private static let githubLimit = 1_048_576

    private static func sizeWarning(_ file: SourceFile) -> [Diagnostic] {
        guard file.text.utf8.count > githubLimit, file.text.utf16.count > githubLimit else {
            return []
        }
        return [
            Diagnostic(
                .yamlLimit,
                severity: .warning,
                "GitHub refuses a workflow file of more than \(githubLimit) characters",
                at: SourceSpan(file: file.path, start: .start, end: .start),
                help: "split it into reusable workflows",
                githubLocation: .file
            )
        ]
    }
}

extension Converter {
    /// The whole file.
    fileprivate mutating func workflow(_ fields: Fields, file: String) -> Workflow {
        let concurrency = concurrency(fields["concurrency"])
        let jobs = jobs(fields["jobs"], workflowConcurrency: concurrency)
        return Workflow(
            file: file,
            name: fields["name"]?.filledText,
            runName: fields["run-name"]?.text,
            on: triggers(fields["on"]) ?? Triggers(events: [], span: fields.span),
            permissions: permissions(fields["permissions"]),
            env: fields["env"],
            defaults: runDefaults(fields["defaults"]),
            concurrency: concurrency,
            jobs: jobs
        )
    }
}
