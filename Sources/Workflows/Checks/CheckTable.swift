/// The rules of a check, by what they look at.
struct CheckTable: Sendable {
    /// A rule about a workflow as a whole.
    typealias WorkflowRule = @Sendable (Workflow, inout CheckReport) -> Void
    /// A rule about one job.
    typealias JobRule = @Sendable (Job, inout CheckReport) -> Void
    /// A rule about one step, of a job or of a composite action.
    typealias StepRule = @Sendable (StepVisit, inout CheckReport) -> Void
    /// A rule about one expression.
    typealias ExpressionRule = @Sendable (ExpressionVisit, inout CheckReport) -> Void

    /// The rules for workflows.
    private(set) var workflowRules: [WorkflowRule] = []
    /// The rules for jobs.
    private(set) var jobRules: [JobRule] = []
    /// The rules for steps.
    private(set) var stepRules: [StepRule] = []
    /// The rules for expressions.
    let expressionRules: [ExpressionRule]
    /// Whether the rules for expressions look at types, which take most of the time; without them
    /// the contexts that differ from job to job are not known.
    var readsTypes = true
    /// Whether a template tells nothing more below the first place it stands in.
    var readsTemplatesOnce = false

    /// Every rule.
    static let all = CheckTable(
        workflowRules: everyWorkflowRule,
        jobRules: everyJobRule,
        stepRules: everyStepRule,
        expressionRules: everyExpressionRule
    )

    /// What is asked before a run, when all secrets and variables are known.
    static let values = CheckTable(
        expressionRules: [{ visit, report in MissingValueRule.check(visit, &report) }],
        readsTypes: false,
        readsTemplatesOnce: true
    )

    private static let everyWorkflowRule: [WorkflowRule] = [
        { workflow, report in ShellRule.check(workflow, &report) },
        { workflow, report in PatternRule.check(workflow, &report) },
        { workflow, report in ScheduleRule.check(workflow, &report) },
        { workflow, report in VariableNameRule.check(workflow, &report) },
        { workflow, report in UnreachableJobRule.check(workflow, &report) },
    ]

    private static let everyJobRule: [JobRule] = [
        { job, report in DurationRule.check(job, &report) },
        { job, report in ShellRule.check(job, &report) },
        { job, report in ShortCommitRule.check(job, &report) },
        { job, report in ContainerRule.check(job, &report) },
        { job, report in RunsOnRule.check(job, &report) },
        { job, report in ExcludeRule.check(job, &report) },
        { job, report in MatrixSizeRule.check(job, &report) },
        { job, report in VariableNameRule.check(job, &report) },
    ]

    private static let everyStepRule: [StepRule] = [
        { visit, report in DeprecatedCommandRule.check(visit, &report) },
        { visit, report in ShellRule.check(visit, &report) },
        { visit, report in DurationRule.check(visit.step, &report) },
        { visit, report in ActionInputRule.check(visit, &report) },
        { visit, report in LocalActionRule.check(visit, &report) },
        { visit, report in OwnVariableRule.check(visit, &report) },
        { visit, report in ShortCommitRule.check(visit.step, &report) },
        { visit, report in ClosedDownVersionRule.check(visit.step, &report) },
        { visit, report in VariableNameRule.check(visit, &report) },
    ]

    private static let everyExpressionRule: [ExpressionRule] = [
        { visit, report in TypeRule.check(visit, &report) },
        { visit, report in ValueNameRule.check(visit, &report) },
        { visit, report in ValueTypeRule.check(visit, &report) },
        { visit, report in ConditionRule.check(visit, &report) },
        { visit, report in StatusArgumentRule.check(visit, &report) },
        { visit, report in TernaryRule.check(visit, &report) },
        { visit, report in InjectionRule.check(visit, &report) },
    ]
}
