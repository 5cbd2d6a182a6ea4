import Diagnostics
import Expressions
import Workflows

/// A workflow of ours in the form of GitHub's expected JSON.
struct ConformanceDocument {
    let token: ConformanceToken
    private let example: ConformanceCase
    private let called: CalledWorkflows

    /// Writes what was read of a case.
    init(_ example: ConformanceCase, _ reading: ConformanceCase.Reading) {
        self.example = example
        called = reading.called
        let sources = [reading.source] + reading.called.files
        token = ConformanceToken(
            hasPlaces: example.hasPlaces,
            files: sources.map(\.path),
            texts: Dictionary(
                sources.map {
                    ($0.path, $0.text.split(separator: "\n", omittingEmptySubsequences: false))
                },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }

    /// The whole document.
    func document(of workflow: Workflow) -> [String: Any] {
        var json: [String: Any] = [:]
        json["permissions"] = workflow.permissions.map(levels)
        json["env"] = workflow.env.map(token.value)
        json["defaults"] = defaults(workflow.defaults)
        json["concurrency"] = concurrency(workflow.concurrency)
        json["jobs"] = jobs(of: workflow, caller: nil)
        if example.hasEvents {
            json["events"] = events(workflow.on)
        } else if case .workflowDispatch(let inputs) = workflow.on.trigger("workflow_dispatch")?
            .configuration, !inputs.isEmpty
        {
            json["input-types"] = Dictionary(
                inputs.map { ($0.name.value, $0.type.rawValue) },
                uniquingKeysWith: { first, _ in first }
            )
        }
        if example.hasPlaces {
            json["file-table"] = token.files
        }
        return json
    }

    /// The jobs of a file; `caller` is what the token of the calling job may do.
    private func jobs(of workflow: Workflow, caller: Permissions?) -> [[String: Any]] {
        let granted = workflow.permissions ?? caller
        return workflow.jobs.map { job($0, granted: granted) }
    }

    private func job(_ job: Job, granted: Permissions?) -> [String: Any] {
        let granted = job.permissions ?? granted
        var json: [String: Any] = [:]
        json["id"] = token.text(job.id, at: job.idSpan)
        json["name"] = job.name.map(token.text) ?? token.text(job.id, at: job.idSpan)
        json["needs"] =
            job.needs.isEmpty ? nil : job.needs.map { token.text($0.value, at: $0.span) }
        json["if"] = token.condition(job.condition)
        json["strategy"] = strategy(job.strategy)
        json["concurrency"] = concurrency(job.concurrency)
        json["permissions"] = granted.map(levels)
        switch job.kind {
        case .steps(let work):
            json["type"] = "job"
            json.merge(fields(of: work)) { first, _ in first }
        case .call(let call):
            json["type"] = "reusableWorkflowJob"
            json["needs"] = json["needs"] ?? [String]()
            json.merge(fields(of: call, granted: granted)) { _, last in last }
        }
        return json
    }

    private func fields(
        of call: ReusableCall,
        granted: Permissions?
    ) -> [String: Any] {
        var json: [String: Any] = [:]
        json["ref"] = token.text(call.reference.value.description, at: call.reference.span)
        json["jobs"] = [String]()
        guard
            case .workflow(let target) = called.target(of: call),
            case .workflowCall(let trigger) = target.on.trigger("workflow_call")?.configuration
        else { return json }
        json["jobs"] = jobs(of: target, caller: granted)
        json["permissions"] = (target.permissions ?? granted).map(levels)
        if !trigger.inputs.isEmpty {
            json["input-definitions"] = definitions(of: trigger.inputs)
        }
        json["input-values"] = call.with.map { values($0, for: trigger.inputs) }
        if !trigger.secrets.isEmpty {
            json["secret-definitions"] = token.named(
                trigger.secrets.map { ($0.name, definition(of: $0)) },
                at: target.on.span
            )
        }
        switch call.secrets {
        case .inherit: json["inherit-secrets"] = true
        case .mapping(let value): json["secret-values"] = token.value(value)
        case nil: break
        }
        if !trigger.outputs.isEmpty {
            json["outputs"] = token.named(
                trigger.outputs.map { ($0.name, definition(of: $0)) },
                at: target.on.span
            )
        }
        return json
    }

    /// What is passed; nothing becomes the empty text where a text is wanted.
    private func values(_ with: ValueTemplate, for inputs: [InputDefinition]) -> Any {
        guard case .mapping(let entries) = with.content else { return token.value(with) }
        let filled = entries.map { entry -> ValueTemplate.Entry in
            guard case .literal(let key) = entry.key, case .null = entry.value.content,
                inputs.first(where: { $0.name.value == key })?.type == .string
            else { return entry }
            return ValueTemplate.Entry(
                key: entry.key,
                keySpan: entry.keySpan,
                value: ValueTemplate(.string(""), at: entry.value.span)
            )
        }
        return token.value(ValueTemplate(.mapping(filled), at: with.span))
    }

    private func definitions(of inputs: [InputDefinition]) -> Any {
        let definitions = inputs.map { input -> (name: Located<String>, value: Any) in
            let value = token.mapping(
                [
                    ("description", input.description.map(text), input.description?.span),
                    ("type", input.declaredType?.value.rawValue, input.declaredType?.span),
                    ("required", input.required?.value, input.required?.span),
                    ("default", input.defaultValue.map(token.value), input.defaultValue?.span),
                ],
                at: input.name.span
            )
            return (input.name, value)
        }
        return token.named(definitions, at: inputs[0].name.span)
    }

    private func definition(of secret: WorkflowCallTrigger.CallSecret) -> Any {
        guard secret.description != nil || secret.required != nil else {
            return token.value(ValueTemplate(.null, at: secret.name.span))
        }
        return token.mapping(
            [
                ("description", secret.description.map(text), secret.description?.span),
                ("required", secret.required?.value, secret.required?.span),
            ],
            at: secret.name.span
        )
    }

    private func definition(of output: WorkflowCallTrigger.CallOutput) -> Any {
        token.mapping(
            [
                ("description", output.description.map(text), output.description?.span),
                ("value", token.text(output.value), output.value.span),
            ],
            at: output.name.span
        )
    }

    private func text(_ text: Located<String>) -> Any {
        token.text(text.value, at: text.span)
    }
}
