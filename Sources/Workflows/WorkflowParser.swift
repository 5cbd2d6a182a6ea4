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
    ///
    /// Several workers read a long file beside each other.
    package static func parse(
        _ file: SourceFile,
        workers: Workers = .one
    ) -> (workflow: Workflow?, diagnostics: [Diagnostic]) {
        parse(file, limits: YAMLParser.Limits(), workers: workers)
    }

    /// The workflow of a file within other limits than GitHub's.
    static func parse(
        _ file: SourceFile,
        limits: YAMLParser.Limits,
        workers: Workers = .one
    ) -> (workflow: Workflow?, diagnostics: [Diagnostic]) {
        let (yaml, problems) = YAMLParser.document(of: file, limits: limits, workers: workers)
        guard let yaml else {
            return (nil, problems.inOrderOfPlace)
        }
        let stretches = EntryStretch.all(of: "jobs", in: yaml, count: workers.count)
        let parts = workers.map(max(1, stretches.count)) { number in
            let stretch = stretches.isEmpty ? nil : stretches[number]
            // Each reader is handed over whole: what it collects is copied where two hold it.
            func reader() -> DocumentReader {
                DocumentReader(yaml, of: file, problems: problems, stretch: stretch)
            }
            return number == 0 ? Part(file: reader()) : Part(jobs: reader(), after: problems.count)
        }
        var whole = parts[0]
        for part in parts.dropFirst() {
            whole.list.append(part.list)
            whole.diagnostics += part.diagnostics
            whole.valuesRead.formUnion(part.valuesRead)
        }
        whole.workflow?.jobs = whole.list.jobs
        whole.workflow?.valuesRead = whole.valuesRead
        let concurrency = whole.workflow?.concurrency
        whole.diagnostics += whole.list.problems(workflowConcurrency: concurrency)
        return (whole.workflow, whole.diagnostics.inOrderOfPlace)
    }

    /// What one worker reads: the workflow with its first jobs, or further jobs alone.
    private struct Part: Sendable {
        var workflow: Workflow?
        var list: JobList
        var valuesRead: Set<String>
        var diagnostics: [Diagnostic]

        init(file reader: consuming DocumentReader) {
            let document = reader.readDocument(as: WorkflowSchema.root)
            let fields = Fields(document)
            let path = reader.file.path
            var converter = Converter(reader: reader)
            workflow = fields.map { converter.workflow($0, file: path) }
            list = converter.jobs(fields?["jobs"])
            valuesRead = converter.reader.parsed.valuesRead
            converter.reader.parsed.leave()
            diagnostics = converter.reader.diagnostics
        }

        /// Leaves out what was known before.
        init(jobs reader: consuming DocumentReader, after count: Int) {
            let value = reader.readStretch(as: WorkflowSchema.jobs)
            var converter = Converter(reader: reader)
            list = converter.jobs(value)
            valuesRead = converter.reader.parsed.valuesRead
            converter.reader.parsed.leave()
            diagnostics = Array(converter.reader.diagnostics.dropFirst(count))
        }
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
    /// The whole file but its jobs.
    fileprivate mutating func workflow(_ fields: Fields, file: String) -> Workflow {
        Workflow(
            file: file,
            name: fields["name"]?.filledText,
            runName: fields["run-name"]?.text,
            on: triggers(fields["on"]) ?? Triggers(events: [], span: fields.span),
            permissions: permissions(fields["permissions"]),
            cacheMode: cacheMode(fields["cache-mode"]),
            env: fields["env"],
            defaults: runDefaults(fields["defaults"]),
            concurrency: concurrency(fields["concurrency"]),
            valuesRead: [],
            jobs: []
        )
    }
}
