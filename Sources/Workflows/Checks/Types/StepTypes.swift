import Expressions

/// The type of `steps`, which grows with every step that has an id.
struct StepTypes {
    /// The type after the last step.
    private let whole: StaticObject
    /// How many steps have an id before each step of the job or action, and after the last.
    private let counts: [Int]

    /// Takes the steps of a job or an action.
    ///
    /// The outputs of an action are known by its manifest.
    init(_ steps: [Step], _ surroundings: CheckSurroundings) {
        var entries: [(String, StaticType)] = []
        var counts = [0]
        for step in steps {
            if case .parallel(let children) = step.kind {
                entries += children.compactMap { Self.entry($0, surroundings) }
            }
            if let entry = Self.entry(step, surroundings) { entries.append(entry) }
            counts.append(entries.count)
        }
        whole = StaticObject(entries)
        self.counts = counts
    }

    /// Whether the type before a step is another than before the one above it.
    func isOther(before index: Int) -> Bool {
        index == 0 || counts[index] != counts[index - 1]
    }

    /// The type before the step at an index; for the number of steps, the type after the last.
    func type(before index: Int) -> StaticType {
        .object(whole.first(counts[index]))
    }

    private static let anyOutputs = FixedTypes.step(outputs: FixedTypes.texts)

    private static func entry(
        _ step: Step,
        _ surroundings: CheckSurroundings
    ) -> (String, StaticType)? {
        step.id.map { ($0.value, type(of: step, surroundings)) }
    }

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
