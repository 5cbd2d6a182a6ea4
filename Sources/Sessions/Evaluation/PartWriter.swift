import Diagnostics
import Execution
import Expressions

/// Makes of evaluated parts what is shown of them.
struct PartWriter {
    /// What must not be shown.
    let masks: SecretMasks

    /// A longer value is cut.
    private static let valueLimit = 120

    /// A part with what it is made of.
    func part(_ part: EvaluatedPart) -> EvaluationReport.Part {
        EvaluationReport.Part(
            text: masks.masked(Self.text(of: part.node)).text,
            state: part.hasFailed
                ? .failed : part.value.map { .value(short($0)) } ?? .notEvaluated,
            parts: Self.shownParts(of: part).map(self.part)
        )
    }

    /// The canonical spelling, without a group around the whole.
    private static func text(of node: ExpressionNode) -> String {
        let text = node.canonicalText
        guard case .binary = node.kind else { return text }
        return String(text.dropFirst().dropLast())
    }

    /// What is made of literals alone says nothing; a property says what it is a property of.
    private static func shownParts(of part: EvaluatedPart) -> [EvaluatedPart] {
        guard part.value != nil || part.hasFailed else { return [] }
        return part.parts.enumerated().filter { index, inner in
            switch inner.node.kind {
            case .literal, .wildcard: false
            case .namedValue, .index:
                !(part.node.isIndex && index == 0 && part.value.map(\.isFound) == true)
            case .call, .not, .binary: true
            }
        }.map(\.element)
    }

    private func short(_ value: ExpressionValue) -> String {
        let text: String
        switch value {
        case .null, .boolean, .number, .string: text = value.literalText
        case .array(let array) where array.elements.count > 10:
            return "an array of \(array.elements.count)"
        case .object(let object) where object.count > 10:
            return "an object with \(object.count) keys"
        case .array, .object: text = value.exactJSON
        }
        let masked = masks.masked(text).text
        let line = masked.replacing("\n", with: "\\n")
        guard line.count > Self.valueLimit else { return line }
        return line.prefix(Self.valueLimit - 1) + "…"
    }

    /// Which properties were asked for that are not there.
    func notes(_ part: EvaluatedPart) -> [String] {
        var notes = part.parts.flatMap(self.notes)
        if case .index = part.node.kind, part.value != nil,
            case .object(let object)? = part.parts[0].value,
            case .literal(.string(let key)) = part.parts[1].node.kind, object[key] == nil
        {
            let container = part.parts[0].node.canonicalText
            var note = "`\(container)` has no `\(key)`"
            if let nearest = NearestMatch.nearest(to: key, in: object.keys) {
                note += "; did you mean `\(container).\(nearest)`?"
            }
            notes.append(masks.masked(note).text)
        }
        return notes
    }
}

extension ExpressionNode {
    fileprivate var isIndex: Bool {
        if case .index = kind { true } else { false }
    }
}

extension ExpressionValue {
    /// Whether it is worth no question where it came from.
    fileprivate var isFound: Bool {
        switch self {
        case .null: false
        case .array(let array): !array.elements.isEmpty
        case .boolean, .number, .string, .object: true
        }
    }
}
