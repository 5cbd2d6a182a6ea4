import Diagnostics
import Expressions

// The ways a value may hold expressions.
extension WorkflowWalk {
    /// Visits the expressions of a text.
    mutating func visit(
        _ text: Located<Template>?,
        wants: ExpressionVisit.Wanted = .text,
        in place: ExpressionVisit.Place
    ) {
        if let text {
            visit(text.value, at: text.span, wants: wants, in: place)
        }
    }

    /// Visits the expressions of a template.
    mutating func visit(
        _ template: Template,
        at span: SourceSpan,
        wants: ExpressionVisit.Wanted,
        in place: ExpressionVisit.Place
    ) {
        guard let text = template.identity, !isSettled(text, wants, at: span) else { return }
        switch template.content {
        case .literal, .insert: break
        case .expression(let expression):
            let only = CollectionOfOne(expression)
            show(only, of: text, at: span, isWhole: true, wants: wants, in: place)
        case .formatted:
            let wants = wants == .script ? ExpressionVisit.Wanted.script : .text
            let all = template.expressions
            show(all, of: text, at: span, isWhole: false, wants: wants, in: place)
        }
    }

    /// Visits a boolean or number that may be an expression.
    mutating func visit<Value>(
        _ value: Templated<Value>?,
        wants: ExpressionVisit.Wanted,
        in place: ExpressionVisit.Place
    ) {
        if case .expression(let template, let span) = value {
            visit(template, at: span, wants: wants, in: place)
        }
    }

    /// Visits an `if`.
    mutating func visit(
        _ condition: Condition?,
        at span: SourceSpan?,
        in place: ExpressionVisit.Place
    ) {
        guard let condition, let span, !isSettled(condition.identity, .condition, at: span),
            let expression = condition.expression
        else { return }
        let (only, text) = (CollectionOfOne(expression), condition.identity)
        show(only, of: text, at: span, isWhole: true, wants: .condition, in: place)
    }

    /// Visits a `pre-if` or `post-if`.
    mutating func visit(_ condition: Located<Condition>?, in place: ExpressionVisit.Place) {
        visit(condition?.value, at: condition?.span, in: place)
    }

    /// Visits `concurrency`.
    mutating func visit(_ concurrency: Concurrency?, in place: ExpressionVisit.Place) {
        visitItems(concurrency?.group, wants: .anything, in: place)
        visit(concurrency?.cancelInProgress, wants: .boolean, in: place)
    }

    /// Visits a mapping of names to texts; the values of `scripts` are programs.
    mutating func visitValues(
        _ mapping: ValueTemplate?,
        scripts: Set<String> = [],
        in place: ExpressionVisit.Place
    ) {
        guard let mapping else {
            return
        }
        guard case .mapping(let entries) = mapping.content else {
            visitItems(mapping, wants: .anything, in: place)
            return
        }
        for index in entries.indices {
            var wants = ExpressionVisit.Wanted.text
            switch entries[index].key {
            case .literal(let name):
                if !scripts.isEmpty, scripts.contains(name.lowercased()) {
                    wants = .script
                }
            case .template(let key):
                visit(key, at: entries[index].keySpan, wants: .text, in: place)
            case .insert:
                wants = .anything
            }
            visitItems(entries[index].value, wants: wants, in: place)
        }
    }

    /// Visits what a job passes to a workflow it calls; its inputs have types of their own.
    mutating func visitArguments(of call: ReusableCall, in place: ExpressionVisit.Place) {
        guard case .workflow(let called) = report.surroundings.calledWorkflow(call.reference.value),
            case .workflowCall(let trigger) = called.on.trigger("workflow_call")?.configuration,
            let fields = Fields(call.with), fields.expressionKeys.isEmpty
        else {
            visitValues(call.with, in: place)
            return
        }
        for (name, value) in fields.named {
            let input = trigger.inputs.first {
                $0.name.value.lowercased() == name.value.lowercased()
            }
            visitItems(value, wants: input?.type.wanted ?? .text, in: place)
        }
    }

    /// Visits a value of any shape; `wants` is what a scalar in it has to be.
    mutating func visitItems(
        _ value: ValueTemplate?,
        wants: ExpressionVisit.Wanted,
        in place: ExpressionVisit.Place
    ) {
        guard let value else {
            return
        }
        switch value.content {
        case .null, .boolean, .number, .string: break
        case .template(let template):
            visit(template, at: value.span, wants: wants, in: place)
        case .sequence(let items):
            for item in items {
                visitItems(item, wants: wants, in: place)
            }
        case .mapping(let entries):
            for entry in entries {
                if case .template(let key) = entry.key {
                    visit(key, at: entry.keySpan, wants: .text, in: place)
                }
                visitItems(entry.value, wants: wants, in: place)
            }
        }
    }
}

extension InputType {
    /// What an expression has to give that is passed to an input of the type.
    var wanted: ExpressionVisit.Wanted {
        switch self {
        case .boolean: .boolean
        case .number: .number
        case .string, .choice, .environment: .text
        }
    }
}
