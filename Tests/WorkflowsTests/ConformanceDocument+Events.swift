import Workflows

extension ConformanceDocument {
    /// The events with their filters and definitions, in the plain form editors get.
    func events(_ triggers: Triggers) -> [String: Any] {
        Dictionary(
            triggers.events.map { ($0.event.value, event($0.configuration)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private func event(_ configuration: Trigger.Configuration) -> Any {
        var json: [String: Any] = [:]
        switch configuration {
        case .webhook(let filter): add(filter, to: &json)
        case .schedule(let schedules):
            return schedules.map { schedule in
                var json = ["cron": schedule.cron.value]
                json["timezone"] = schedule.timezone?.value
                return json
            }
        case .workflowCall(let call):
            json["inputs"] = named(call.inputs.map { ($0.name.value, input($0)) })
            json["secrets"] = named(
                call.secrets.map { secret in
                    var json: [String: Any] = [:]
                    json["description"] = secret.description?.value
                    json["required"] = secret.required?.value
                    return (secret.name.value, json)
                }
            )
        case .workflowDispatch(let inputs):
            json["inputs"] = named(inputs.map { ($0.name.value, input($0)) })
        case .workflowRun(let workflows, let filter):
            json["workflows"] = workflows.isEmpty ? nil : workflows.map(\.value)
            add(filter, to: &json)
        case .imageVersion(let names, let versions, let filter):
            json["names"] = names?.map(\.value)
            json["versions"] = versions?.map(\.value)
            add(filter, to: &json)
        }
        return json
    }

    private func add(_ filter: WebhookFilter, to json: inout [String: Any]) {
        json["types"] = filter.types?.map(\.value)
        for (key, patterns) in [
            ("branches", filter.branches), ("tags", filter.tags), ("paths", filter.paths),
        ] {
            switch patterns {
            case nil: break
            case .only(let patterns): json[key] = patterns.map(\.value)
            case .ignore(let patterns): json["\(key)-ignore"] = patterns.map(\.value)
            case .both(let only, let ignore):
                json[key] = only.map(\.value)
                json["\(key)-ignore"] = ignore.map(\.value)
            }
        }
    }

    private func input(_ input: InputDefinition) -> [String: Any] {
        var json: [String: Any] = [:]
        json["type"] = input.type.rawValue
        json["description"] = input.description?.value
        json["required"] = input.required?.value
        json["default"] = input.defaultValue.map(token.value)
        json["options"] = input.options.isEmpty ? nil : input.options.map(\.value)
        return json
    }

    private func named(_ entries: [(String, [String: Any])]) -> [String: Any]? {
        entries.isEmpty ? nil : Dictionary(entries, uniquingKeysWith: { first, _ in first })
    }
}
