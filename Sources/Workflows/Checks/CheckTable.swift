/// Every rule, by what it looks at.
enum CheckTable {
    /// A rule about a workflow as a whole.
    typealias WorkflowRule = @Sendable (Workflow, inout CheckReport) -> Void
    /// A rule about one job.
    typealias JobRule = @Sendable (Job, inout CheckReport) -> Void
    /// A rule about one step, of a job or of a composite action.
    typealias StepRule = @Sendable (StepVisit, inout CheckReport) -> Void
    /// A rule about one expression.
    typealias ExpressionRule = @Sendable (ExpressionVisit, inout CheckReport) -> Void

    /// The rules for workflows.
    static let workflowRules: [WorkflowRule] = [
        { workflow, report in ShellRule.check(workflow, &report) },
        { workflow, report in PatternRule.check(workflow, &report) },
        { workflow, report in ScheduleRule.check(workflow, &report) },
        { workflow, report in VariableNameRule.check(workflow, &report) },
        { workflow, report in UnreachableJobRule.check(workflow, &report) },
    ]

    /// The rules for jobs.
    static let jobRules: [JobRule] = [
        { job, report in DurationRule.check(job, &report) },
        { job, report in ShellRule.check(job, &report) },
        { job, report in ExcludeRule.check(job, &report) },
        { job, report in MatrixSizeRule.check(job, &report) },
        { job, report in VariableNameRule.check(job, &report) },
    ]

    /// The rules for steps.
    static let stepRules: [StepRule] = [
        { visit, report in DeprecatedCommandRule.check(visit, &report) },
        { visit, report in ShellRule.check(visit, &report) },
        { visit, report in DurationRule.check(visit.step, &report) },
        { visit, report in ActionInputRule.check(visit, &report) },
        { visit, report in LocalActionRule.check(visit, &report) },
        { visit, report in OwnVariableRule.check(visit, &report) },
        { visit, report in VariableNameRule.check(visit, &report) },
    ]

    /// The rules for expressions.
    static let expressionRules: [ExpressionRule] = [
        { visit, report in TypeRule.check(visit, &report) },
        { visit, report in ValueTypeRule.check(visit, &report) },
        { visit, report in ConditionRule.check(visit, &report) },
        { visit, report in TernaryRule.check(visit, &report) },
        { visit, report in InjectionRule.check(visit, &report) },
    ]
}
