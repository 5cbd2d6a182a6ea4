import Diagnostics
import Sessions

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Shows the workflows of a project.
enum CatalogText {
    /// The form for people: a line for each workflow, and below it one for each of its jobs.
    static func text(_ catalog: WorkflowCatalog, _ style: TextStyle) -> String {
        guard !catalog.entries.isEmpty else {
            return "no workflows\n"
        }
        return catalog.entries.map { text($0, style) }.joined(separator: "\n")
    }

    private static func text(_ entry: WorkflowCatalog.Entry, _ style: TextStyle) -> String {
        let events = entry.events.map(text).joined(separator: ", ")
        let isInvalid = entry.diagnostics.contains { $0.severity == .error }
        let mark = isInvalid ? "  " + style.red("not valid") : ""
        let name = LogText.oneLine(entry.name)
        var title = style.bold(entry.file)
        if name != entry.file {
            title += "  \(name)"
        }
        var table = TextTable()
        for job in entry.jobs {
            let jobName = LogText.oneLine(job.name)
            let needs = job.needs.isEmpty ? "" : "needs \(job.needs.joined(separator: ", "))"
            table.add([
                style.blue(job.id),
                jobName == job.id ? "" : jobName,
                LogText.oneLine(job.runsOn),
                style.faint(needs),
            ])
        }
        let start = events.isEmpty ? "" : "  on \(LogText.oneLine(events))"
        return "\(title)\(style.faint(start))\(mark)\n" + table.text(indent: "  ")
    }

    /// An event with what narrows it, shortened: `push (branches: main, v*, …)`.
    private static func text(_ event: WorkflowCatalog.EventEntry) -> String {
        guard !event.filters.isEmpty else {
            return event.name
        }
        let filters = event.filters.map { filter in
            let rest = filter.values.count > shownValues ? ", …" : ""
            return "\(filter.key): "
                + filter.values.prefix(shownValues).joined(separator: ", ") + rest
        }
        return "\(event.name) (\(filters.joined(separator: "; ")))"
    }

    /// How many values of a filter are listed.
    private static let shownValues = 2

    /// The form for programs.
    ///
    /// Shape: `{"version": 1, "workflows": [{"file", "name", "events": [], "filters": {"push":
    /// {"branches": []}}, "isValid", "jobs": [{"id", "name", "needs": [], "runsOn"}]}]}`; `filters`
    /// has only events with filters.
    static func json(_ catalog: WorkflowCatalog) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let form = CatalogForm(workflows: catalog.entries.map(CatalogForm.Entry.init))
        guard let data = try? encoder.encode(form) else {
            preconditionFailure("a catalog holds only texts")
        }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}

/// What of a catalog is promised to programs.
private struct CatalogForm: Encodable {
    struct Entry: Encodable {
        let file: String
        let name: String
        let events: [String]
        let filters: [String: [String: [String]]]
        let isValid: Bool
        let jobs: [Job]

        init(_ entry: WorkflowCatalog.Entry) {
            file = entry.file
            name = entry.name
            events = entry.events.map(\.name)
            filters = Dictionary(
                entry.events.filter { !$0.filters.isEmpty }.map { event in
                    let filters = event.filters.map { ($0.key, $0.values) }
                    return (event.name, Dictionary(filters, uniquingKeysWith: { $0 + $1 }))
                },
                uniquingKeysWith: { first, _ in first }
            )
            isValid = !entry.diagnostics.contains { $0.severity == .error }
            jobs = entry.jobs.map(Job.init)
        }
    }

    struct Job: Encodable {
        let id: String
        let name: String
        let needs: [String]
        let runsOn: String

        init(_ job: WorkflowCatalog.JobEntry) {
            id = job.id
            name = job.name
            needs = job.needs
            runsOn = job.runsOn
        }
    }

    let version = 1
    let workflows: [Entry]
}
