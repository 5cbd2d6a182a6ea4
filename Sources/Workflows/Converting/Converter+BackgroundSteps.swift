import Diagnostics

// Checks of `background`, `wait`, `wait-all`, `cancel` and `parallel`, with GitHub's texts.
extension Converter {
    /// Checks that `wait` and `cancel` name steps that come before them.
    mutating func checkStepReferences(_ items: [ValueTemplate]) {
        var earlier: [String: Bool] = [:]
        for item in items {
            guard let fields = Fields(item) else {
                continue
            }
            let id = fields["id"]?.plainText?.value.lowercased()
            let targets = (fields["wait"]?.texts ?? []) + (fields["cancel"]?.texts ?? [])
            for target in targets where !target.value.isEmpty {
                checkStepReference(target, ownID: id, earlier)
            }
            if let id {
                earlier[id] = fields["background"].map { $0.plainBoolean != false } ?? false
            }
            for child in fields["parallel"]?.items ?? [] {
                if let id = Fields(child)?["id"]?.plainText?.value {
                    earlier[id.lowercased()] = true
                }
            }
            if let list = fields["wait"], list.items?.isEmpty == true {
                warnOfNothing("`wait` names no step, so nothing comes of it", at: list.span)
            }
            if let list = fields["parallel"], list.items?.isEmpty == true {
                warnOfNothing(
                    "`parallel` has no steps, so nothing comes of it",
                    at: list.span,
                    help: "put steps in it, or remove it"
                )
            }
        }
    }

    private mutating func checkStepReference(
        _ target: Located<String>,
        ownID: String?,
        _ earlier: [String: Bool]
    ) {
        let name = target.value.lowercased()
        if name == ownID {
            report(
                Diagnostic(
                    .stepReference,
                    "Step '\(target.value)' cannot reference itself",
                    at: target.span
                )
            )
        } else if earlier[name] == false {
            warnOfNothing(
                "`\(target.value)` is no background step: it has ended before this one begins",
                at: target.span
            )
        } else if earlier[name] == nil {
            let nearest = NearestMatch.nearest(to: target.value, in: earlier.keys.sorted())
            report(
                Diagnostic(
                    .stepReference,
                    "Step references unknown step ID '\(target.value)'",
                    at: target.span,
                    notes: ["only steps further up in the job can be named"],
                    help: nearest.map { "did you mean `\($0)`?" }
                )
            )
        }
    }

    private mutating func warnOfNothing(
        _ message: String,
        at span: SourceSpan,
        help: String = "name a step with `background: true` above it"
    ) {
        report(
            Diagnostic(
                .stepReference,
                severity: .warning,
                message,
                at: span,
                help: help
            )
        )
    }

    /// Checks the value of `wait-all`.
    mutating func checkWaitAll(_ value: ValueTemplate) {
        if value.plainBoolean == false {
            report(
                Diagnostic(
                    .stepReference,
                    "The value of 'wait-all' must be true or omitted",
                    at: value.span,
                    help: "write `wait-all:`"
                )
            )
        }
    }

    /// Checks one step of a parallel block.
    mutating func checkInsideParallel(_ item: ValueTemplate) {
        guard let fields = Fields(item) else {
            return
        }
        for (key, _) in fields.named {
            let message: String
            switch key.value {
            case "background":
                message =
                    "'background' is not allowed inside a parallel block. Steps in a parallel "
                    + "block are automatically run as background steps."
            case "wait", "wait-all", "cancel":
                message = "'\(key.value)' is not allowed inside a parallel block."
            case "parallel":
                message = "Nested 'parallel' blocks are not allowed."
            default:
                continue
            }
            report(Diagnostic(.parallelBlock, message, at: key.span))
        }
    }
}
