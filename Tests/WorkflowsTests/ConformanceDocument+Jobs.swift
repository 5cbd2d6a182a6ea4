import Diagnostics
import Expressions
import Workflows

extension ConformanceDocument {
    /// What a job with steps has beyond what every job has.
    func fields(of work: StepsJob) -> [String: Any] {
        var json: [String: Any] = [:]
        json["runs-on"] = runsOn(work.runsOn)
        json["environment"] = environment(work.environment)
        json["outputs"] = work.outputs.map(token.value)
        json["env"] = work.env.map(token.value)
        json["defaults"] = defaults(work.defaults)
        json["timeout-minutes"] = work.timeoutMinutes.map(token.number)
        json["cancel-timeout-minutes"] = work.cancelTimeoutMinutes.map(token.number)
        json["continue-on-error"] = work.continueOnError.map(token.boolean)
        json["container"] = work.container.map(container)
        json["services"] = services(work.services)
        json["snapshot"] = snapshot(work.snapshot)
        json["steps"] = work.steps.isEmpty ? nil : work.steps.map(step)
        return json
    }

    /// The levels that are more than none.
    func levels(_ permissions: Permissions) -> [String: String] {
        let levels = permissions.levels.filter { $0.level != .none }
        return Dictionary(
            levels.map { ($0.scope, $0.level.rawValue) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// `concurrency`.
    func concurrency(_ concurrency: Concurrency?) -> Any? {
        guard let concurrency else { return nil }
        guard concurrency.span != concurrency.group.span else {
            return token.value(concurrency.group)
        }
        let cancels = concurrency.cancelInProgress
        return token.mapping(
            [
                ("group", token.value(concurrency.group), concurrency.group.span),
                ("cancel-in-progress", cancels.map(token.boolean), cancels?.span),
                (
                    "queue", concurrency.queue.map { token.text($0.value.rawValue, at: $0.span) },
                    concurrency.queue?.span
                ),
            ],
            at: concurrency.span
        )
    }

    /// `defaults`.
    func defaults(_ defaults: RunDefaults?) -> Any? {
        guard let defaults,
            let span = defaults.shell?.span ?? defaults.workingDirectory?.span
        else { return nil }
        let run = token.mapping(
            [
                ("shell", defaults.shell.map(token.text), defaults.shell?.span),
                (
                    "working-directory", defaults.workingDirectory.map(token.text),
                    defaults.workingDirectory?.span
                ),
            ],
            at: span
        )
        return token.mapping([("run", run, span)], at: span)
    }

    /// `strategy`.
    func strategy(_ strategy: Strategy?) -> Any? {
        switch strategy {
        case nil: return nil
        case .whole(let value): return token.value(value)
        case .fields(let fields):
            return token.mapping(
                [
                    ("matrix", fields.matrix.map(token.value), fields.matrix?.span),
                    ("fail-fast", fields.failFast.map(token.boolean), fields.failFast?.span),
                    (
                        "max-parallel", fields.maxParallel.map(token.number),
                        fields.maxParallel?.span
                    ),
                ],
                at: fields.span
            )
        }
    }

    private func runsOn(_ runsOn: RunsOn) -> Any {
        switch runsOn {
        case .labels(let labels): token.value(labels)
        case .group(let group, let labels, let span):
            token.mapping(
                [
                    ("group", group.map(token.text), group?.span),
                    ("labels", labels.map(token.value), labels?.span),
                ],
                at: span
            )
        }
    }

    private func environment(_ environment: JobEnvironment?) -> Any? {
        guard let environment else { return nil }
        guard environment.span != environment.name.span else {
            return token.value(environment.name)
        }
        let deployment = environment.deployment
        return token.mapping(
            [
                ("name", token.value(environment.name), environment.name.span),
                ("url", environment.url.map(token.text), environment.url?.span),
                ("deployment", deployment.map(token.boolean), deployment?.span),
            ],
            at: environment.span
        )
    }

    private func container(_ container: ContainerAsWritten) -> Any {
        switch container {
        case .image(let image, let span): return token.text(image, at: span)
        case .mapping(let value): return token.value(value)
        case .fields(let fields):
            return token.mapping(
                [
                    ("image", fields.image.map(token.text), fields.image?.span),
                    ("credentials", fields.credentials.map(token.value), fields.credentials?.span),
                    ("env", fields.env.map(token.value), fields.env?.span),
                    ("ports", fields.ports.map(token.value), fields.ports?.span),
                    ("volumes", fields.volumes.map(token.value), fields.volumes?.span),
                    ("options", fields.options.map(token.text), fields.options?.span),
                    ("entrypoint", fields.entrypoint.map(token.text), fields.entrypoint?.span),
                    ("command", fields.command.map(token.text), fields.command?.span),
                ],
                at: fields.span
            )
        }
    }

    private func services(_ services: ServicesAsWritten?) -> Any? {
        switch services {
        case nil: return nil
        case .expression(let template, let span): return token.text(template, at: span)
        case .mapping(let value): return token.value(value)
        case .services(let services):
            guard let first = services.first else { return nil }
            return token.named(
                services.map { ($0.alias, container($0.container)) },
                at: first.alias.span
            )
        }
    }

    private func snapshot(_ snapshot: Snapshot?) -> Any? {
        guard let snapshot else { return nil }
        let name = snapshot.imageName
        guard snapshot.span != name.span else { return token.text(name.value, at: name.span) }
        let version = snapshot.version.map { token.text($0.value, at: $0.span) }
        let condition = snapshot.condition.map { condition -> Any in
            ["type": 3, "expr": condition.value.expression?.text ?? ""] as [String: Any]
        }
        return token.mapping(
            [
                ("image-name", token.text(name.value, at: name.span), name.span),
                ("version", version, snapshot.version?.span),
                ("if", condition, snapshot.condition?.span),
            ],
            at: snapshot.span
        )
    }
}
