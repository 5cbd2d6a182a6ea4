import Diagnostics

/// Goes through a file once and shows each part to the rules that look at it.
struct WorkflowWalk {
    /// What was found.
    private(set) var report: CheckReport

    /// Starts with an empty report.
    init(_ report: CheckReport) {
        self.report = report
    }

    /// Visits a workflow and all below it.
    mutating func visit(_ workflow: Workflow) {
        for rule in CheckTable.workflowRules {
            rule(workflow, &report)
        }
        for job in workflow.jobs {
            for rule in CheckTable.jobRules {
                rule(job, workflow, &report)
            }
            if case .steps(let steps) = job.kind {
                visit(steps.steps, of: job, in: workflow)
            }
        }
    }

    /// Visits an action and all below it.
    mutating func visit(_ manifest: ActionManifest) {
        if case .composite(let steps) = manifest.runs {
            visit(steps, of: nil, in: nil)
        }
    }

    private mutating func visit(_ steps: [Step], of job: Job?, in workflow: Workflow?) {
        for index in steps.indices {
            let earlier = steps[..<index]
            visit(StepVisit(step: steps[index], earlier: earlier, job: job, workflow: workflow))
            if case .parallel(let children) = steps[index].kind {
                for child in children {
                    visit(StepVisit(step: child, earlier: earlier, job: job, workflow: workflow))
                }
            }
        }
    }

    private mutating func visit(_ visit: StepVisit) {
        for rule in CheckTable.stepRules {
            rule(visit, &report)
        }
    }
}
