import Diagnostics
import Expressions

// Which keys hold expressions, and what each makes of their values.
extension WorkflowWalk {
    /// Visits the keys of a workflow outside its jobs.
    mutating func visitKeys(of whole: Whole<Workflow>, _ types: inout WorkflowTypes) {
        let workflow = whole.value
        var place = ExpressionVisit.Place(contexts: types.shared)
        place.workflow = whole
        place.isCalledByName = types.isCalledByName
        visit(workflow.runName, in: place)
        visitValues(workflow.env, in: place)
        visit(workflow.concurrency, in: place)
        for trigger in workflow.on.events {
            guard case .workflowCall(let call) = trigger.configuration else {
                continue
            }
            for (index, input) in call.inputs.enumerated() where input.defaultValue != nil {
                // A default may build on the inputs above it.
                var above = place
                above.contexts["inputs"] = types.inputs(before: index)
                visitItems(input.defaultValue, wants: input.type.wanted, in: above)
            }
            if !call.outputs.isEmpty {
                place.contexts["jobs"] = types.jobs(of: workflow)
            }
            for output in call.outputs {
                visit(output.value, in: place)
            }
        }
    }

    /// Visits the keys of a job that are read before its steps.
    mutating func visitKeys(of job: Job, in place: ExpressionVisit.Place) {
        visit(job.name, in: place)
        visit(job.condition, at: job.conditionSpan, in: place)
        visit(job.concurrency, in: place)
        switch job.strategy {
        case .whole(let value): visitItems(value, wants: .anything, in: place)
        case .fields(let fields):
            visitItems(fields.matrix, wants: .anything, in: place)
            visit(fields.failFast, wants: .boolean, in: place)
            visit(fields.maxParallel, wants: .number, in: place)
        case nil: break
        }
        guard case .steps(let steps) = job.kind else {
            return
        }
        switch steps.runsOn {
        case .labels(let labels): visitItems(labels, wants: .runner, in: place)
        case .group(let group, let labels, _):
            visit(group, in: place)
            visitItems(labels, wants: .anything, in: place)
        }
        if let environment = steps.environment {
            let wants: ExpressionVisit.Wanted = environment.isWhole ? .anything : .text
            visitItems(environment.name, wants: wants, in: place)
        }
        visitValues(steps.env, in: place)
        visit(steps.defaults?.shell, in: place)
        visit(steps.defaults?.workingDirectory, in: place)
        visitItems(steps.defaults?.whole, wants: .anything, in: place)
        visit(steps.timeoutMinutes, wants: .number, in: place)
        visit(steps.cancelTimeoutMinutes, wants: .number, in: place)
        visit(steps.continueOnError, wants: .boolean, in: place)
        visitContainers(of: steps, in: place)
    }

    /// Visits the keys of a job that are read after its steps.
    mutating func visitLateKeys(of job: StepsJob, in place: ExpressionVisit.Place) {
        visit(job.environment?.url, in: place)
        visitValues(job.outputs, in: place)
    }

    private mutating func visitContainers(of job: StepsJob, in place: ExpressionVisit.Place) {
        if let container = job.container {
            visit(container, in: place)
        }
        switch job.services {
        case .expression(let template, let span):
            visit(template, at: span, wants: .anything, in: place)
        case .mapping(let value): visitItems(value, wants: .anything, in: place)
        case .services(let services):
            for service in services {
                visit(service.container, in: place)
            }
        case nil: break
        }
    }

    private mutating func visit(_ container: ContainerAsWritten, in place: ExpressionVisit.Place) {
        switch container {
        case .image(let template, let span):
            visit(template, at: span, wants: .anything, in: place)
        case .mapping(let value): visitItems(value, wants: .anything, in: place)
        case .fields(let fields):
            visit(fields.image, in: place)
            visitValues(fields.credentials, in: place)
            visitValues(fields.env, in: place)
            visitItems(fields.ports, wants: .anything, in: place)
            visitItems(fields.volumes, wants: .anything, in: place)
            visit(fields.options, in: place)
            visit(fields.entrypoint, in: place)
            visit(fields.command, in: place)
        }
    }

    /// Visits the keys of a step.
    mutating func visitKeys(of step: Step, in place: ExpressionVisit.Place) {
        visit(step.name, in: place)
        visit(step.condition, at: step.conditionSpan, in: place)
        visitValues(step.env, in: place)
        visit(step.timeoutMinutes, wants: .number, in: place)
        visit(step.continueOnError, wants: .boolean, in: place)
        switch step.kind {
        case .run(let run):
            visit(run.script, wants: .script, in: place)
            visit(run.shell, in: place)
            visit(run.workingDirectory, in: place)
        case .uses(let uses):
            visitValues(uses.with, scripts: ScriptInputs.names(of: uses.reference.value), in: place)
        case .wait, .waitAll, .cancel, .parallel: break
        }
    }
}
