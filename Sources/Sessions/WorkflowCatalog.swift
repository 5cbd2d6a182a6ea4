package import Diagnostics
import Expressions
import Planning
import Workflows

/// The workflows of a project and their jobs: what `list` shows.
package struct WorkflowCatalog: Sendable {
    /// One workflow file.
    package struct Entry: Sendable {
        /// The path relative to the project's root.
        package let file: String
        /// The workflow's name.
        package let name: String
        /// The events that start it.
        package let events: [EventEntry]
        /// Its jobs in the order written.
        package let jobs: [JobEntry]
        /// What is wrong with it.
        package let diagnostics: [Diagnostic]
        /// Its text, for excerpts.
        package let source: SourceFile
    }

    /// One job of a workflow.
    package struct JobEntry: Sendable {
        /// The id.
        package let id: String
        /// The name as written, expressions unevaluated.
        package let name: String
        /// The ids of the jobs it needs.
        package let needs: [String]
        /// Where it runs as written: labels joined by commas, or the workflow it calls.
        package let runsOn: String
        /// Its steps, as written.
        var steps: [Step] = []

        /// What a command line calls its steps: the ids and names, else numbers.
        package var stepNames: [String] {
            StepName.all(PlannedStep.numbered(steps)).words
        }
    }

    /// Every workflow file, broken ones with their errors.
    package let entries: [Entry]

    /// Reads the workflows of a request's project.
    package static func load(_ request: RunRequest) throws(SessionError) -> WorkflowCatalog {
        let project = try Project(request)
        return WorkflowCatalog(
            entries: project.files.map { path in
                let document = project.document(path, request.machine)
                return Entry(
                    file: path,
                    name: document.name,
                    events: document.workflow?.on.events.map(EventEntry.init) ?? [],
                    jobs: document.workflow?.jobs.map(JobEntry.init) ?? [],
                    diagnostics: document.diagnostics,
                    source: document.source
                )
            }
        )
    }
}

extension WorkflowCatalog.JobEntry {
    /// Describes a job as it is written.
    init(_ job: Job) {
        id = job.id
        name = job.name?.value.source ?? job.id
        needs = job.needs.map(\.value)
        switch job.kind {
        case .call(let call): (runsOn, steps) = ("\(call.reference.value)", [])
        case .steps(let work): (runsOn, steps) = (work.runsOn.text, work.steps)
        }
    }
}

extension RunsOn {
    /// The value as it is written, on one line.
    var text: String {
        switch self {
        case .labels(let labels): labels.text
        case .group(let group, let labels, _):
            ([group.map { "group: \($0.value.source)" }] + [labels?.text]).compactMap(\.self)
                .joined(separator: ", ")
        }
    }
}

extension ValueTemplate {
    /// The scalars as written, joined by commas.
    fileprivate var text: String {
        switch content {
        case .null: ""
        case .boolean(let value): "\(value)"
        case .number(let value): ExpressionValue.number(value).asString
        case .string(let text): text
        case .template(let template): template.source
        case .sequence(let items): items.map(\.text).joined(separator: ", ")
        case .mapping(let entries): entries.map(\.value.text).joined(separator: ", ")
        }
    }
}
