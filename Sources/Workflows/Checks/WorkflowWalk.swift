import Diagnostics
import Expressions

/// Goes through a file once and shows each part to the rules that look at it.
struct WorkflowWalk {
    /// What was found.
    private(set) var report: CheckReport
    private let rules: CheckTable
    /// The ids of the jobs that are visited, in lower case; nil for all.
    private let jobs: Set<String>?
    /// How many values may be missing: when all were found, no further job is visited.
    private let mostMissing: Int
    /// The texts that have nothing more to tell.
    private var settled = SettledTexts()

    /// Starts with an empty report.
    init(
        _ report: CheckReport,
        rules: CheckTable = .all,
        jobs: Set<String>? = nil,
        mostMissing: Int = .max
    ) {
        self.report = report
        self.rules = rules
        self.jobs = jobs
        self.mostMissing = mostMissing
    }

    /// Visits a workflow and all below it.
    mutating func visit(_ workflow: Workflow) {
        visit(workflow, jobs: workflow.jobs.indices)
    }

    /// Visits some jobs of a workflow, and with the first of them what stands outside of jobs.
    mutating func visit(_ workflow: Workflow, jobs range: Range<Int>) {
        var types = WorkflowTypes(workflow, report.surroundings)
        let whole = Whole(workflow)
        if range.lowerBound == 0 {
            for rule in rules.workflowRules {
                rule(workflow, &report)
            }
            visitKeys(of: whole, &types)
        }
        for job in workflow.jobs[range] where jobs?.contains(job.id.lowercased()) ?? true {
            guard report.missing.count < mostMissing else { return }
            for rule in rules.jobRules {
                rule(job, &report)
            }
            let contexts = rules.readsTypes ? types.contexts(of: job) : types.shared
            var place = ExpressionVisit.Place(contexts: contexts)
            place.workflow = whole
            place.jobIDs = types.jobIDs
            place.isCalledByName = types.isCalledByName
            place.job = job
            visitKeys(of: job, in: place)
            switch job.kind {
            case .steps(let steps):
                place.steps = steps.steps
                let last = visitSteps(in: place)
                visitLateKeys(of: steps, in: last)
            case .call(let call):
                visitArguments(of: call, in: place)
                if case .mapping(let secrets) = call.secrets {
                    visitValues(secrets, in: place)
                }
            }
        }
    }

    /// Visits an action and all below it.
    mutating func visit(_ manifest: ActionManifest) {
        ActionMetadataRule.check(manifest, &report)
        var place = ExpressionVisit.Place(contexts: ManifestTypes.contexts(of: manifest))
        for input in manifest.inputs {
            visit(input.defaultValue, in: place)
        }
        switch manifest.runs {
        case .composite(let steps):
            place.steps = steps
            place = visitSteps(in: place)
        case .docker(let docker):
            visit(docker.preCondition, in: place)
            visitItems(docker.args, wants: .text, in: place)
            visitValues(docker.env, in: place)
            visit(docker.postCondition, in: place)
        case .javaScript(let action):
            visit(action.preCondition, in: place)
            visit(action.postCondition, in: place)
        }
        for output in manifest.outputs {
            visit(output.value, in: place)
        }
    }

    /// Visits steps and gives the place after the last of them.
    private mutating func visitSteps(in start: ExpressionVisit.Place) -> ExpressionVisit.Place {
        var place = start
        let types = rules.readsTypes ? StepTypes(place.steps, report.surroundings) : nil
        for index in place.steps.indices {
            if let types, types.isOther(before: index) {
                place.contexts["steps"] = types.type(before: index)
            }
            let step = place.steps[index]
            if case .parallel(let children) = step.kind {
                for child in children {
                    visit(child, before: index, &place)
                }
            }
            visit(step, before: index, &place)
        }
        if let types {
            place.contexts["steps"] = types.type(before: place.steps.count)
        }
        place.step = nil
        return place
    }

    private mutating func visit(
        _ step: Step,
        before index: Int,
        _ place: inout ExpressionVisit.Place
    ) {
        if !rules.stepRules.isEmpty {
            place.step = step
            let visit = StepVisit(
                step: step,
                earlier: place.steps[..<index],
                job: place.job,
                workflow: place.workflow
            )
            for rule in rules.stepRules {
                rule(visit, &report)
            }
        }
        visitKeys(of: step, in: place)
    }

    /// Whether a text has nothing more to tell to a key that wants such a value.
    func isSettled(
        _ text: ObjectIdentifier,
        _ wants: ExpressionVisit.Wanted,
        at scalar: SourceSpan
    ) -> Bool {
        settled.contains(text, wants, at: scalar.start.offset)
    }

    /// Shows the expressions of a text that is not settled, and notes whether it is now.
    mutating func show(
        _ expressions: some Collection<Expression>,
        of text: ObjectIdentifier,
        at scalar: SourceSpan,
        isWhole: Bool,
        wants: ExpressionVisit.Wanted,
        in place: ExpressionVisit.Place
    ) {
        let offset = scalar.start.offset
        let count = report.diagnostics.count
        for expression in expressions {
            show(expression, at: scalar, isWhole: isWhole, wants: wants, in: place)
        }
        if rules.readsTemplatesOnce {
            settled.insert(text, wants, from: offset)
        } else if report.diagnostics.count == count {
            settled.insert(text, wants, ifAlikeEverywhere: expressions)
        }
    }

    /// Shows an expression to its rules.
    private mutating func show(
        _ expression: Expression,
        at scalar: SourceSpan,
        isWhole: Bool,
        wants: ExpressionVisit.Wanted,
        in place: ExpressionVisit.Place
    ) {
        let (type, findings) =
            rules.readsTypes ? ExpressionTyper.check(expression, in: place.contexts) : (.any, [])
        let visit = ExpressionVisit(
            expression: expression,
            scalar: scalar,
            isWhole: isWhole,
            wants: wants,
            type: type,
            findings: findings,
            place: place
        )
        for rule in rules.expressionRules {
            rule(visit, &report)
        }
    }
}
