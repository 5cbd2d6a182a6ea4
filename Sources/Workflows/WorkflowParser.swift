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
        return (workflow, converter.reader.diagnostics.inOrderOfPlace)
    }

    private static let githubLimit = 1_048_576

    /// That a file is longer than GitHub takes; nil for all others.
    ///
    /// There is no reason not to run such a file here: to whoever runs it this is a warning.
    ///
    /// - Parameters:
    ///   - file: a workflow file.
    ///   - severity: `.error` for whoever asks what GitHub refuses.
    /// - Returns: the diagnostic, in GitHub's words.
    package static func sizeProblem(of file: SourceFile, severity: Severity) -> Diagnostic? {
        guard file.text.utf8.count > githubLimit, file.text.utf16.count > githubLimit else {
            return nil
        }
        return Diagnostic(
            .yamlLimit,
            severity: severity,
            "The maximum file size of \(githubLimit) characters has been exceeded",
            at: SourceSpan(file: file.path, start: .start, end: .start),
            help: "split it into reusable workflows",
            githubLocation: .file
        )
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
