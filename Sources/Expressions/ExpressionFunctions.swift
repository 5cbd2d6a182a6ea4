/// A function known to every expression.
///
/// To add one, add an entry to `ExpressionFunctions.all`.
struct ExpressionFunction: Sendable {
    /// Computes the call: evaluates the arguments it needs, in the order it needs them.
    typealias Body =
        @Sendable (inout ExpressionEvaluator, ExpressionNode) throws(EvaluationError) ->
        ExpressionValue

    /// The name and the number of arguments.
    let signature: FunctionSignature

    /// What the function does.
    let body: Body

    /// A function with a name, a number of arguments and a body.
    init(_ name: String, _ counts: ClosedRange<Int>, odd: Bool = false, body: @escaping Body) {
        signature = FunctionSignature(name, counts, requiresOddCount: odd)
        self.body = body
    }
}

/// The functions known to every expression.
///
/// Source: <https://docs.github.com/en/actions/reference/workflows-and-actions/expressions>
enum ExpressionFunctions {
    /// The table of functions.
    static let all = [
        ExpressionFunction("contains", 2...2, body: contains),
        ExpressionFunction("startsWith", 2...2, body: startsWith),
        ExpressionFunction("endsWith", 2...2, body: endsWith),
        ExpressionFunction("format", 1...ExpressionLimits.parameters, body: format),
        ExpressionFunction("join", 1...2, body: join),
        ExpressionFunction("toJSON", 1...1, body: toJSON),
        ExpressionFunction("fromJSON", 1...1, body: fromJSON),
        ExpressionFunction("case", 3...ExpressionLimits.parameters, odd: true, body: caseOf),
    ]

    private static let byName = Dictionary(
        uniqueKeysWithValues: all.map { ($0.signature.name.lowercased(), $0) }
    )

    /// The function with a lower-case name.
    static func named(_ key: String) -> ExpressionFunction? {
        byName[key]
    }

    // MARK: Text

    @Sendable private static func contains(
        _ evaluator: inout ExpressionEvaluator,
        _ call: ExpressionNode
    ) throws(EvaluationError) -> ExpressionValue {
        let whole = try evaluator.evaluate(call.children[0])
        if case .array(let array) = whole {
            guard !array.elements.isEmpty else { return false }
            let item = try evaluator.evaluate(call.children[1])
            return .boolean(array.elements.contains { $0.loosely(equals: item) })
        }
        guard whole.isPrimitive else { return false }
        let part = try evaluator.evaluate(call.children[1])
        guard part.isPrimitive else { return false }
        return .boolean(OrdinalSearch.contains(part.asString, in: whole.asString))
    }

    @Sendable private static func startsWith(
        _ evaluator: inout ExpressionEvaluator,
        _ call: ExpressionNode
    ) throws(EvaluationError) -> ExpressionValue {
        guard let (whole, part) = try foldedOperands(&evaluator, call) else { return false }
        return .boolean(whole.starts(with: part))
    }

    @Sendable private static func endsWith(
        _ evaluator: inout ExpressionEvaluator,
        _ call: ExpressionNode
    ) throws(EvaluationError) -> ExpressionValue {
        guard let (whole, part) = try foldedOperands(&evaluator, call) else { return false }
        return .boolean(whole.suffix(part.count).elementsEqual(part))
    }

    /// Both arguments in upper case, or nothing when one is no primitive.
    private static func foldedOperands(
        _ evaluator: inout ExpressionEvaluator,
        _ call: ExpressionNode
    ) throws(EvaluationError) -> (whole: [UInt8], part: [UInt8])? {
        let whole = try evaluator.evaluate(call.children[0])
        guard whole.isPrimitive else { return nil }
        let part = try evaluator.evaluate(call.children[1])
        guard part.isPrimitive else { return nil }
        return (CaseFolding.foldedBytes(whole.asString), CaseFolding.foldedBytes(part.asString))
    }

    @Sendable private static func format(
        _ evaluator: inout ExpressionEvaluator,
        _ call: ExpressionNode
    ) throws(EvaluationError) -> ExpressionValue {
        let format = try evaluator.evaluate(call.children[0]).asString
        let pieces = try FormatString.parse(format, arguments: call.children.count - 1)
        return .string(try FormatString.render(pieces, call.children.dropFirst(), &evaluator))
    }

    @Sendable private static func join(
        _ evaluator: inout ExpressionEvaluator,
        _ call: ExpressionNode
    ) throws(EvaluationError) -> ExpressionValue {
        let items = try evaluator.evaluate(call.children[0])
        guard case .array(let array) = items else {
            return items.isPrimitive ? .string(items.asString) : ""
        }
        var separator = ","
        if call.children.count > 1, array.elements.count > 1 {
            let value = try evaluator.evaluate(call.children[1])
            if value.isPrimitive { separator = value.asString }
        }
        var text = BoundedText(limit: evaluator.memory.roomForText)
        do throws(TextLimitExceeded) {
            for (index, element) in array.elements.enumerated() {
                if index > 0 { try text.append(separator) }
                try text.append(element.asString)
            }
        } catch {
            throw evaluator.memoryExceeded
        }
        return .string(text.text)
    }

    // MARK: JSON

    @Sendable private static func toJSON(
        _ evaluator: inout ExpressionEvaluator,
        _ call: ExpressionNode
    ) throws(EvaluationError) -> ExpressionValue {
        let value = try evaluator.evaluate(call.children[0])
        do throws(TextLimitExceeded) {
            return .string(try JSONWriter.text(of: value, limit: evaluator.memory.roomForText))
        } catch {
            throw evaluator.memoryExceeded
        }
    }

    @Sendable private static func fromJSON(
        _ evaluator: inout ExpressionEvaluator,
        _ call: ExpressionNode
    ) throws(EvaluationError) -> ExpressionValue {
        let text = try evaluator.evaluate(call.children[0]).asString
        do throws(JSONError) {
            return try ExpressionValue(json: text)
        } catch {
            throw .invalidJSON(error)
        }
    }

    // MARK: Choice

    @Sendable private static func caseOf(
        _ evaluator: inout ExpressionEvaluator,
        _ call: ExpressionNode
    ) throws(EvaluationError) -> ExpressionValue {
        for index in stride(from: 0, to: call.children.count - 1, by: 2) {
            guard case .boolean(let isChosen) = try evaluator.evaluate(call.children[index]) else {
                throw .casePredicate
            }
            if isChosen { return try evaluator.evaluate(call.children[index + 1]) }
        }
        return try evaluator.evaluate(call.children[call.children.count - 1])
    }
}
