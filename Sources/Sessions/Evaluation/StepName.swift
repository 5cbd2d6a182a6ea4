import Planning
import Workflows

/// A step of a job by what `--step` may call it.
struct StepName: Sendable, Hashable {
    /// Its number, from `1`; in a `parallel` group `3.1`.
    let key: String
    /// Its id, as written.
    let id: String?
    /// The name it is shown under.
    let name: String

    /// All steps of a job, those of groups behind the group.
    static func all(_ steps: [PlannedStep]) -> [StepName] {
        flat(steps).map { planned in
            let line = planned.step.displayName.prefix { !$0.isNewline }
            return StepName(key: planned.key, id: planned.step.id?.value, name: String(line))
        }
    }

    /// All steps of a job, those of groups behind the group.
    static func flat(_ steps: [PlannedStep]) -> [PlannedStep] {
        steps.flatMap { planned in
            [planned] + flat(PlannedStep.numbered(planned.step.innerSteps, below: planned.key))
        }
    }
}

extension [StepName] {
    /// What a command line may call them: ids, and names; a number where there is neither, as where
    /// several have one name.
    var words: [String] {
        let counts = Dictionary(map { ($0.name.lowercased(), 1) }, uniquingKeysWith: +)
        return flatMap { step in
            let name = counts[step.name.lowercased()] == 1 ? step.name : nil
            let words = [step.id, name].compactMap(\.self)
            return words.isEmpty ? [step.key] : words
        }
    }

    /// Where the step is that a word means: by its id, else its number, else its name.
    ///
    /// - Throws: `SessionError.unknownStep` and `SessionError.severalSteps`.
    func index(of word: String, job: String) throws(SessionError) -> Int {
        let folded = word.lowercased()
        if let index = firstIndex(where: { $0.id?.lowercased() == folded }) { return index }
        if let index = firstIndex(where: { $0.key == word }) { return index }
        let named = indices.filter { self[$0].name == word }
        let meant = named.isEmpty ? indices.filter { self[$0].name.lowercased() == folded } : named
        guard let first = meant.first else {
            throw .unknownStep(word, job: job, known: words)
        }
        guard meant.count == 1 else {
            throw .severalSteps(word, job: job, keys: meant.map { self[$0].key })
        }
        return first
    }
}
