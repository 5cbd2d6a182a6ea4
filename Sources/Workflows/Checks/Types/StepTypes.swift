import Expressions

/// The type of `steps`, which grows with every step that has an id.
struct StepTypes {
    private var entries: [(String, StaticType)] = []

    /// The type for what comes after the steps added so far.
    var type: StaticType { .object(StaticObject(entries)) }

    /// Adds a step that has run, and says whether the type is another one now.
    ///
    /// The outputs of an action are known by its manifest.
    mutating func add(_ step: Step, _ surroundings: CheckSurroundings) -> Bool {
        let before = entries.count
        if case .parallel(let children) = step.kind {
            for child in children {
                _ = add(child, surroundings)
            }
        }
        if let id = step.id?.value {
            entries.append((id, Self.type(of: step, surroundings)))
        }
        return entries.count > before
    }

    private static let anyOutputs = FixedTypes.step(outputs: FixedTypes.texts)

    /// Only a composite action cannot set outputs that its manifest leaves out.
    private static func type(of step: Step, _ surroundings: CheckSurroundings) -> StaticType {
        guard case .uses(let uses) = step.kind,
            case .manifest(let manifest) = surroundings.action(uses.reference.value),
            case .composite = manifest.runs
        else {
            return anyOutputs
        }
        let outputs = manifest.outputs.map { ($0.name.value, StaticType.string) }
        return FixedTypes.step(outputs: .object(StaticObject(outputs)))
    }
}
