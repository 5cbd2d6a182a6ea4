import Diagnostics

/// What a step passes to an action whose manifest is at hand.
///
/// GitHub warns of inputs that the action does not define, and does not check `required`.
enum ActionInputRule {
    /// What every Docker action takes besides its inputs.
    private static let dockerInputs = ["args", "entrypoint"]

    /// Checks `with` of a `uses` step.
    static func check(_ visit: StepVisit, _ report: inout CheckReport) {
        guard case .uses(let uses) = visit.step.kind,
            case .manifest(let manifest) = report.surroundings.action(uses.reference.value)
        else {
            return
        }
        let inputs = Dictionary(
            manifest.inputs.map { ($0.name.value.lowercased(), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        var given: Set<String> = []
        let fields = Fields(uses.with)
        for (name, _) in fields?.named ?? [] {
            let key = name.value.lowercased()
            given.insert(key)
            if let input = inputs[key] {
                checkDeprecation(of: input, at: name.span, &report)
            } else if !takes(key, manifest) {
                reportUnknown(name, manifest, &report)
            }
        }
        guard uses.with == nil || fields?.expressionKeys.isEmpty == true else {
            return
        }
        for input in manifest.inputs where isMissing(input, given) {
            report.warn(
                .actionInput,
                "the action requires the input `\(input.name.value)`, which this step leaves out",
                at: uses.reference.span,
                notes: ["GitHub runs the action with an empty text"],
                help: "add `\(input.name.value):` below `with:`"
            )
        }
    }

    private static func isMissing(_ input: ActionInput, _ given: Set<String>) -> Bool {
        input.isRequired && input.defaultValue == nil
            && !given.contains(input.name.value.lowercased())
    }

    private static func takes(_ input: String, _ manifest: ActionManifest) -> Bool {
        if case .docker = manifest.runs { dockerInputs.contains(input) } else { false }
    }

    private static func reportUnknown(
        _ name: Located<String>,
        _ manifest: ActionManifest,
        _ report: inout CheckReport
    ) {
        let names = manifest.inputs.map(\.name.value)
        let list = names.map { "`\($0)`" }.joined(separator: ", ")
        report.warn(
            .actionInput,
            "the action has no input `\(name.value)`",
            at: name.span,
            notes: [names.isEmpty ? "it has no inputs" : "its inputs are \(list)"],
            help: NearestMatch.likely(for: name.value, in: names).map { "did you mean `\($0)`?" }
        )
    }

    private static func checkDeprecation(
        of input: ActionInput,
        at span: SourceSpan,
        _ report: inout CheckReport
    ) {
        if let message = input.deprecationMessage {
            report.warn(
                .actionInput,
                "the input `\(input.name.value)` is deprecated",
                at: span,
                notes: [message]
            )
        }
    }
}
