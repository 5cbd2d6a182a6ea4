import Diagnostics
import Expressions

extension Converter {
    /// `jobs`, or some of them; what they are to each other is checked by `JobList`.
    mutating func jobs(_ value: ValueTemplate?) -> JobList {
        guard let fields = Fields(value) else {
            return JobList()
        }
        var list = JobList(span: fields.span, hasUnknownIDs: !fields.expressionKeys.isEmpty)
        for (id, value) in fields.named {
            if let problem = Identifier.problem(with: id), !id.value.isEmpty {
                report(problem)
            }
            if let job = job(id, value) {
                list.jobs.append(job)
            } else {
                list.broken.append(id.value)
            }
        }
        return list
    }

    private mutating func job(_ id: Located<String>, _ value: ValueTemplate) -> Job? {
        guard let fields = Fields(value) else {
            return nil
        }
        let kind: Job.Kind
        if let uses = fields["uses"] {
            guard let call = reusableCall(uses, fields) else {
                return nil
            }
            kind = .call(call)
        } else if let steps = stepsJob(fields) {
            kind = .steps(steps)
        } else {
            return nil
        }
        if let needs = fields["needs"], needs.items?.isEmpty == true {
            report(
                Diagnostic(
                    .ignored,
                    severity: .warning,
                    "this list is empty, so the job waits for none",
                    at: needs.span,
                    help: "name a job, or remove `needs`"
                )
            )
        }
        return Job(
            id: id.value,
            idSpan: id.span,
            span: id.span.extended(to: value.span),
            // What is empty names nothing.
            name: fields["name"]?.text.flatMap { $0.value.literal == "" ? nil : $0 },
            needs: fields["needs"]?.texts ?? [],
            condition: reader.condition(fields["if"], in: .jobIf),
            conditionSpan: fields["if"]?.span,
            strategy: strategy(fields["strategy"]),
            permissions: permissions(fields["permissions"]),
            cacheMode: cacheMode(fields["cache-mode"]),
            concurrency: concurrency(fields["concurrency"]),
            kind: kind
        )
    }

    private mutating func stepsJob(_ fields: Fields) -> StepsJob? {
        // Steps are read even when `runs-on` is missing, for the sake of their errors.
        let steps = steps(fields["steps"])
        let container = container(fields["container"], isService: false)
        guard let runsOn = runsOn(fields["runs-on"]) else {
            return nil
        }
        return StepsJob(
            runsOn: runsOn,
            environment: environment(fields["environment"]),
            outputs: fields["outputs"],
            env: fields["env"],
            defaults: runDefaults(fields["defaults"]),
            timeoutMinutes: fields["timeout-minutes"]?.number,
            cancelTimeoutMinutes: fields["cancel-timeout-minutes"]?.number,
            continueOnError: fields["continue-on-error"]?.boolean,
            container: container,
            services: services(fields["services"]),
            snapshot: snapshot(fields["snapshot"]),
            steps: steps
        )
    }

    private mutating func reusableCall(_ uses: ValueTemplate, _ fields: Fields) -> ReusableCall? {
        guard let text = uses.plainText else {
            return nil
        }
        let reference: WorkflowReference
        do {
            reference = try WorkflowReference.parse(text.value)
        } catch {
            report(
                Diagnostic(
                    .workflowReference,
                    "invalid value workflow reference: \(error.reason)",
                    at: text.span,
                    help: "write `./.github/workflows/FILE.yml` or "
                        + "`OWNER/REPO/.github/workflows/FILE.yml@REF`"
                )
            )
            return nil
        }
        let secrets = fields["secrets"].map { value in
            value.plainText == nil ? ReusableCall.Secrets.mapping(value) : .inherit
        }
        return ReusableCall(
            reference: Located(reference, at: text.span),
            with: fields["with"],
            secrets: secrets
        )
    }

    private mutating func environment(_ value: ValueTemplate?) -> JobEnvironment? {
        guard let value else {
            return nil
        }
        guard let fields = Fields(value), fields.expressionKeys.isEmpty else {
            return JobEnvironment(
                // What it is depends on the steps.
                name: value.without("url"),
                url: Fields(value)?["url"]?.text,
                deployment: nil,
                span: value.span
            )
        }
        return fields["name"].map { name in
            JobEnvironment(
                name: name,
                url: fields["url"]?.text,
                deployment: fields["deployment"]?.boolean,
                span: value.span
            )
        }
    }

    private mutating func snapshot(_ value: ValueTemplate?) -> Snapshot? {
        guard let value else {
            return nil
        }
        guard let fields = Fields(value) else {
            return value.plainText.map {
                Snapshot(imageName: $0, version: nil, condition: nil, span: value.span)
            }
        }
        let condition = reader.condition(fields["if"], in: .snapshotIf).flatMap { condition in
            fields["if"].map { Located(condition, at: $0.span) }
        }
        let version = fields["version"]?.plainText
        if let version, !Self.isSnapshotVersion(version.value) {
            report(
                Diagnostic(
                    .snapshot,
                    "Expected format '{major-version}.*' Actual '\(version.value)'",
                    at: version.span,
                    help: "write a version such as `1.*`"
                )
            )
        }
        return fields["image-name"]?.plainText.map { name in
            Snapshot(imageName: name, version: version, condition: condition, span: value.span)
        }
    }

    private static func isSnapshotVersion(_ text: String) -> Bool {
        guard text.hasSuffix(".*") else {
            return false
        }
        let major = text.dropLast(2).utf8
        return !major.isEmpty && major.allSatisfy { (0x30...0x39).contains($0) }
    }
}
