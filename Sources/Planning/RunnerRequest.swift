import Diagnostics
import Expressions
import Workflows

/// Where a job may run, as its evaluated `runs-on` says.
package struct RunnerRequest: Sendable, Hashable, Codable {
    /// The labels a runner must have, all of them.
    package let labels: [String]
    /// The runner group.
    package let group: String?

    /// `runner.environment`: whether GitHub's own runners have the labels, all of which but those
    /// of larger ones name their system.
    package var environment: String {
        let systems = ["ubuntu", "windows", "macos"]
        let isHosted = labels.contains { label in
            systems.contains { label.lowercased() == $0 || label.lowercased().hasPrefix("\($0)-") }
        }
        let isOwn = labels.contains { $0.lowercased() == "self-hosted" }
        return isHosted && !isOwn ? "github-hosted" : "self-hosted"
    }

    /// What a report shows.
    package var text: String {
        let all = labels.joined(separator: ", ")
        return group.map { labels.isEmpty ? "group \($0)" : "group \($0): \(all)" } ?? all
    }
}

extension RunnerRequest {
    /// Evaluates `runs-on`.
    init(_ runsOn: RunsOn, reader: TemplateReader) throws(EvaluationFailure) {
        switch runsOn {
        case .labels(let template):
            self = try Self.request(reader.value(template), at: template.span)
        case .group(let group, let labels, _):
            var name: String?
            if let group {
                name = try reader.text(group)
            }
            try Self.check(group: name, at: runsOn.span)
            var texts: [String] = []
            if let labels {
                texts = try Self.labels(reader.value(labels), at: labels.span)
            }
            if name?.isEmpty == true { name = nil }
            guard name != nil || !texts.isEmpty else { throw Self.empty(at: runsOn.span) }
            self.init(labels: texts, group: name)
        }
    }

    /// What an evaluated `runs-on` asks for: a label, labels, or an object with `group`/`labels`.
    private static func request(
        _ value: ExpressionValue,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> RunnerRequest {
        guard case .object(let object) = value else {
            return RunnerRequest(labels: try labels(value, at: span), group: nil)
        }
        var texts: [String] = []
        var group: String?
        for (key, value) in object.entries {
            switch key {
            case "labels": texts = try labels(value, at: span)
            case "group":
                group = try label(value, at: span)
                try check(group: group, at: span)
            default: throw EvaluationFailure(unexpected: .string(key), at: span)
            }
        }
        guard group != nil || !texts.isEmpty else { throw empty(at: span) }
        return RunnerRequest(labels: texts, group: group)
    }

    private static func labels(
        _ value: ExpressionValue,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> [String] {
        guard case .array(let array) = value else { return [try label(value, at: span)] }
        guard !array.elements.isEmpty else { throw empty(at: span) }
        var texts: [String] = []
        for element in array.elements {
            texts.append(try label(element, at: span))
        }
        return texts
    }

    private static func label(
        _ value: ExpressionValue,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> String {
        guard value.isPrimitive else { throw EvaluationFailure(unexpected: value, at: span) }
        guard !value.asString.isEmpty else { throw empty(at: span) }
        return value.asString
    }

    private static func check(
        group: String?,
        at span: SourceSpan
    ) throws(EvaluationFailure) {
        guard let message = group.flatMap(RunsOn.problem(ofGroup:)) else { return }
        throw EvaluationFailure(message: message, span: span)
    }

    private static func empty(at span: SourceSpan) -> EvaluationFailure {
        EvaluationFailure(
            message: "`runs-on` is empty: its expression gives no runner label",
            span: span
        )
    }
}
