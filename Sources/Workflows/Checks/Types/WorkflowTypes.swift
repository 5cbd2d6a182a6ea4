import Expressions

/// The types of a workflow's contexts, worked out once per file.
struct WorkflowTypes {
    /// The contexts that all places of the workflow share.
    let shared: StaticContexts
    private let surroundings: CheckSurroundings
    private let triggers: Triggers
    /// Whether the workflow has no secrets but those that its callers pass by name.
    let isCalledByName: Bool
    /// The ids of all jobs, in lower case.
    let jobIDs: Set<String>
    /// The jobs by lower-case id, and the types of those that somebody asked for.
    private let jobs: [String: Job]
    private var known: [String: StaticType] = [:]

    /// Takes a workflow.
    init(_ workflow: Workflow, _ surroundings: CheckSurroundings) {
        self.surroundings = surroundings
        triggers = workflow.on
        jobs = Dictionary(
            workflow.jobs.map { ($0.id.lowercased(), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        jobIDs = Set(jobs.keys)
        let inputs = InputTypes(workflow.on)
        isCalledByName =
            workflow.on.events.map(\.event.value) == ["workflow_call"]
            && surroundings.passesSecretsByName(workflow.file)
        let passed = ["GITHUB_TOKEN"] + Self.passed(to: workflow)
        shared = StaticContexts([
            "github": inputs.github, "inputs": inputs.inputs,
            "env": FixedTypes.texts, "vars": Self.texts(surroundings.variables, and: []),
            "secrets": isCalledByName
                ? Self.texts([], and: passed) : Self.texts(surroundings.secrets, and: passed),
            "runner": FixedTypes.runner, "strategy": FixedTypes.strategy,
            "job": Self.job, "steps": Self.noSteps,
        ])
    }

    /// Texts of known names; of any where the names are not known.
    private static func texts(_ names: [String]?, and others: [String]) -> StaticType {
        names.map { .object(StaticObject(($0 + others).map { ($0, .string) })) }
            ?? FixedTypes.texts
    }

    /// The secrets that a caller passes, or may pass.
    private static func passed(to workflow: Workflow) -> [String] {
        guard case .workflowCall(let call) = workflow.on.trigger("workflow_call")?.configuration
        else {
            return []
        }
        return call.secrets.map(\.name.value)
    }

    /// `inputs`, where only so many inputs of `workflow_call` have their values.
    func inputs(before count: Int) -> StaticType {
        InputTypes(triggers, called: count).inputs
    }

    private static let job = FixedTypes.job(services: nil)
    /// The type of `steps` before any step has run.
    static let noSteps = StaticType.object(StaticObject([]))

    /// The contexts of one job before its first step.
    mutating func contexts(of job: Job) -> StaticContexts {
        var contexts = shared
        contexts["matrix"] = MatrixType.type(of: job.strategy)
        contexts["needs"] = .object(
            StaticObject(job.needs.map { ($0.value, type(ofJob: $0.value)) })
        )
        if case .steps(let steps) = job.kind, case .services(let services) = steps.services {
            contexts["job"] = FixedTypes.job(services: services.map(\.alias.value))
        }
        return contexts
    }

    /// `jobs`, for the outputs of a reusable workflow.
    mutating func jobs(of workflow: Workflow) -> StaticType {
        .object(StaticObject(workflow.jobs.map { ($0.id, type(ofJob: $0.id)) }))
    }

    /// What `needs` holds for a job.
    private mutating func type(ofJob id: String) -> StaticType {
        let id = id.lowercased()
        if let type = known[id] {
            return type
        }
        guard let job = jobs[id] else {
            return .any
        }
        let type = FixedTypes.job(outputs: outputs(of: job))
        known[id] = type
        return type
    }

    private func outputs(of job: Job) -> StaticType {
        switch job.kind {
        case .steps(let steps):
            guard let outputs = steps.outputs else {
                return .object(StaticObject([]))
            }
            guard let fields = Fields(outputs), fields.expressionKeys.isEmpty else {
                return FixedTypes.texts
            }
            return .object(StaticObject(fields.named.map { ($0.name.value, .string) }))
        case .call(let call):
            guard case .workflow(let called) = surroundings.calledWorkflow(call.reference.value),
                case .workflowCall(let trigger) = called.on.trigger("workflow_call")?.configuration
            else {
                return FixedTypes.texts
            }
            return .object(StaticObject(trigger.outputs.map { ($0.name.value, .string) }))
        }
    }
}
