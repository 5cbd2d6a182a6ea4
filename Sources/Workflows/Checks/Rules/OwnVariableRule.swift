import Diagnostics
import Expressions

/// An `env` of a step that reads a variable which the same `env` only just sets.
enum OwnVariableRule {
    /// Checks the `env` of a step.
    static func check(_ visit: StepVisit, _ report: inout CheckReport) {
        guard case .mapping(let entries) = visit.step.env?.content,
            entries.contains(where: { readsVariables($0.value) }),
            let env = Fields(visit.step.env), env.expressionKeys.isEmpty
        else {
            return
        }
        let own = env.named
        for (name, value) in own {
            guard case .template(let template) = value.content else {
                continue
            }
            for expression in template.expressions {
                for reference in expression.references where reference.context == "env" {
                    guard case .property(let key, let range) = reference.path.first,
                        key != name.value, own.contains(where: { $0.name.value == key }),
                        !mayBeSet(key, visit)
                    else {
                        continue
                    }
                    let start = expression.offset + range.lowerBound
                    report.warn(
                        .ownVariable,
                        "`env.\(key)` is not set yet: variables of one `env` do not see each other",
                        at: report.span(ofText: start..<start + range.count, in: value.span),
                        help: "set `\(key)` in the `env` of the job, or repeat its value"
                    )
                }
            }
        }
    }

    private static func readsVariables(_ value: ValueTemplate) -> Bool {
        guard case .template(let template) = value.content else {
            return false
        }
        return template.expressions.contains { expression in
            expression.mentions { $0.lowercased() == "env" }
        }
    }

    /// Whether anything before the step may have set a variable.
    private static func mayBeSet(_ name: String, _ visit: StepVisit) -> Bool {
        let outer = [visit.workflow?.value.env, visit.stepsJob?.env]
        let isOuter = outer.contains { env in
            env != nil && (Fields(env)?[name] != nil || Fields(env)?.expressionKeys.isEmpty != true)
        }
        guard !isOuter, visit.job != nil else {
            return true
        }
        return visit.earlier.contains { step in
            switch step.kind {
            case .run(let run):
                run.script.value.source.contains(name)
                    || run.script.value.source.contains("GITHUB_ENV")
            case .uses(let uses):
                if case .repository("actions", "checkout", _, _) = uses.reference.value {
                    false
                } else {
                    true
                }
            case .parallel: true
            case .wait, .waitAll, .cancel: false
            }
        }
    }
}
