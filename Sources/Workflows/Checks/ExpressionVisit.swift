import Diagnostics
import Expressions

/// One expression and what surrounds it, as the rules for expressions see it.
struct ExpressionVisit {
    /// The expression.
    let expression: Expression
    /// The scalar it stands in.
    let scalar: SourceSpan
    /// Whether it is all the scalar holds, so that its value keeps its kind.
    let isWhole: Bool
    /// What the key wants.
    let wants: Wanted
    /// The type of its value.
    let type: StaticType
    /// What cannot be meant by the types in it.
    let findings: [TypeFinding]
    /// Where it stands.
    let place: Place

    /// A part of the expression, as written.
    func text(of node: ExpressionNode) -> String {
        let bytes = expression.text.utf8.dropFirst(node.range.lowerBound).prefix(node.range.count)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What a key makes of a value.
    enum Wanted {
        /// Anything, or something that cannot be told.
        case anything
        /// A text.
        case text
        /// A text that is run as a program.
        case script
        /// `true` or `false`.
        case boolean
        /// A number.
        case number
        /// Whether something runs.
        case condition
        /// Labels of runners, or a group of them.
        case runner
    }

    /// The part of a file that an expression stands in.
    struct Place {
        /// The types of the contexts.
        var contexts: StaticContexts
        /// The workflow; nil in an action.
        var workflow: Whole<Workflow>?
        /// The ids of the workflow's jobs, in lower case.
        var jobIDs: Set<String> = []
        /// Whether the workflow has no secrets but those that its callers pass by name.
        var isCalledByName = false
        /// The job.
        var job: Job?
        /// The step.
        var step: Step?
        /// All steps of the job or action.
        var steps: [Step] = []
    }
}
