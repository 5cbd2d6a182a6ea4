/// Builds the tree of an expression from its tokens, by operator precedence and without recursion.
///
/// The lexer lets no token through that may not follow its predecessor, so the stacks always hold
/// what an operator needs.
struct ExpressionParser {
    private let text: String
    private let scope: NameScope
    private var lexer: ExpressionLexer
    private var operands: [ExpressionNode] = []
    private var operators: [Pending] = []
    private var isTooDeep = false

    /// An operator or opening bracket that waits for what comes after it.
    private struct Pending {
        /// What waits.
        let kind: Kind
        /// Its bytes in the text.
        let range: Range<Int>
        /// Commas seen so far in a call.
        var separators = 0

        /// The kinds of operators and brackets.
        enum Kind {
            case group
            case index
            case parameters
            case dereference
            case not
            case binary(BinaryOperator)

            /// How strongly it binds; an open bracket lets nothing past.
            var precedence: Int {
                switch self {
                case .group, .index, .parameters: 0
                case .dereference: 19
                case .not: 16
                case .binary(let operation): operation.precedence
                }
            }
        }
    }

    /// The tree of an expression, or nothing for a text without tokens.
    static func parse(
        _ text: String,
        scope: NameScope
    ) throws(ExpressionError) -> ExpressionNode? {
        guard !ExpressionLimits.isTooLong(text) else {
            throw ExpressionError.limit(.exceededLength, in: text)
        }
        var parser = ExpressionParser(text, scope: scope)
        return try parser.parse()
    }

    private init(_ text: String, scope: NameScope) {
        self.text = text
        self.scope = scope
        lexer = ExpressionLexer(Array(text.utf8))
    }

    private mutating func parse() throws(ExpressionError) -> ExpressionNode? {
        var last: ExpressionToken?
        while let token = lexer.next() {
            try push(token, after: last)
            last = token
        }
        guard let last else { return nil }
        if !lexer.unclosed.isEmpty || last.kind.needsMore {
            throw error(.unexpectedEnd, at: last.range)
        }
        reduce(downTo: 1)
        guard !isTooDeep else { throw ExpressionError.limit(.exceededDepth, in: text) }
        return operands.last
    }

    private mutating func push(
        _ token: ExpressionToken,
        after last: ExpressionToken?
    ) throws(ExpressionError) {
        switch token.kind {
        case .unexpected: throw error(.unexpectedSymbol, at: token.range)
        case .literal(let value): operands.append(.init(.literal(value), range: token.range))
        case .wildcard: operands.append(.init(.wildcard, range: token.range))
        case .propertyName:
            let name = ExpressionValue.string(spelling(token.range))
            operands.append(.init(.literal(name), range: token.range))
        case .namedValue: try pushNamedValue(token)
        case .function: try pushFunction(token)
        case .startGroup: operators.append(Pending(kind: .group, range: token.range))
        case .startIndex: pushOperator(.index, precedence: 19, at: token.range)
        case .startParameters: operators.append(Pending(kind: .parameters, range: token.range))
        case .dereference: pushOperator(.dereference, precedence: 19, at: token.range)
        case .not: operators.append(Pending(kind: .not, range: token.range))
        case .binary(let operation):
            pushOperator(.binary(operation), precedence: operation.precedence, at: token.range)
        case .separator:
            reduce(downTo: 1)
            operators[operators.count - 1].separators += 1
        case .endGroup: closeGroup()
        case .endIndex: closeIndex(at: token.range)
        case .endParameters: try closeParameters(at: token.range, after: last)
        }
    }

    // MARK: Names

    private mutating func pushNamedValue(_ token: ExpressionToken) throws(ExpressionError) {
        let name = spelling(token.range)
        guard scope.hasContext(name) else {
            throw error(.unrecognizedNamedValue, at: token.range)
        }
        operands.append(.init(.namedValue(name), range: token.range))
    }

    private mutating func pushFunction(_ token: ExpressionToken) throws(ExpressionError) {
        let name = spelling(token.range)
        guard scope.function(name) != nil else {
            throw error(.unrecognizedFunction, at: token.range)
        }
        operands.append(.init(.call(name), range: token.range))
    }

    // MARK: Operators

    private mutating func pushOperator(_ kind: Pending.Kind, precedence: Int, at range: Range<Int>)
    {
        reduce(downTo: precedence)
        operators.append(Pending(kind: kind, range: range))
    }

    /// Completes pending operators that bind at least this strongly, up to the open bracket.
    private mutating func reduce(downTo precedence: Int) {
        while let top = operators.last, top.kind.precedence >= precedence {
            operators.removeLast()
            switch top.kind {
            case .dereference: combineIndex()
            case .not: combineNot(from: top.range)
            case .binary(let operation): combine(operation)
            case .group, .index, .parameters: return
            }
        }
    }

    private mutating func combineIndex() {
        let key = operands.removeLast()
        let container = operands.removeLast()
        let range = container.range.lowerBound..<key.range.upperBound
        pushNode(.init(.index, children: [container, key], range: range))
    }

    private mutating func combineNot(from start: Range<Int>) {
        let operand = operands.removeLast()
        let range = start.lowerBound..<operand.range.upperBound
        pushNode(.init(.not, children: [operand], range: range))
    }

    private mutating func combine(_ operation: BinaryOperator) {
        let right = operands.removeLast()
        let leftIndex = operands.count - 1
        if case .binary(operation) = operands[leftIndex].kind, operation == .and || operation == .or
        {
            operands[leftIndex].append(right)
            checkDepth(leftIndex)
            return
        }
        let left = operands.removeLast()
        let range = left.range.lowerBound..<right.range.upperBound
        pushNode(.init(.binary(operation), children: [left, right], range: range))
    }

    private mutating func pushNode(_ node: ExpressionNode) {
        operands.append(node)
        checkDepth(operands.count - 1)
    }

    /// Notes a tree that is too deep and cuts it off, so that it never grows without bound.
    private mutating func checkDepth(_ index: Int) {
        guard operands[index].depth > ExpressionLimits.depth else { return }
        isTooDeep = true
        operands[index] = .init(.literal(.null), range: operands[index].range)
    }

    // MARK: Brackets

    private mutating func closeGroup() {
        reduce(downTo: 1)
        operators.removeLast()
    }

    private mutating func closeIndex(at range: Range<Int>) {
        reduce(downTo: 1)
        operators.removeLast()
        combineIndex()
        let node = operands.count - 1
        operands[node].range = operands[node].range.lowerBound..<range.upperBound
    }

    private mutating func closeParameters(
        at range: Range<Int>,
        after last: ExpressionToken?
    ) throws(ExpressionError) {
        reduce(downTo: 1)
        let opening = operators.removeLast()
        var count = opening.separators + 1
        if case .startParameters = last?.kind { count = 0 }
        let arguments = operands.suffix(count)
        operands.removeLast(count)
        let callee = operands.count - 1
        for argument in arguments { operands[callee].append(argument) }
        operands[callee].range = operands[callee].range.lowerBound..<range.upperBound
        try checkArity(of: operands[callee], opening: opening.range)
        checkDepth(callee)
    }

    private func checkArity(
        of call: ExpressionNode,
        opening: Range<Int>
    ) throws(ExpressionError) {
        guard case .call(let name) = call.kind, let signature = scope.function(name) else { return }
        if call.children.count < signature.minimum { throw error(.tooFewParameters, at: opening) }
        if call.children.count > signature.maximum { throw error(.tooManyParameters, at: opening) }
        if signature.requiresOddCount, call.children.count.isMultiple(of: 2) {
            let start = call.range.lowerBound
            throw error(.evenParameters, at: start..<start + name.utf8.count)
        }
    }

    // MARK: Errors

    private func spelling(_ range: Range<Int>) -> String {
        String(decoding: lexer.bytes[range], as: UTF8.self)
    }

    private func error(_ problem: ExpressionError.Problem, at range: Range<Int>) -> ExpressionError
    {
        ExpressionError(problem: problem, token: spelling(range), range: range, expression: text)
    }
}

extension ExpressionError {
    /// An error about the whole text.
    static func limit(_ problem: Problem, in text: String) -> ExpressionError {
        ExpressionError(problem: problem, token: "", range: 0..<text.utf8.count, expression: text)
    }
}

extension ExpressionToken.Kind {
    /// Whether an expression cannot end with this token.
    fileprivate var needsMore: Bool {
        switch self {
        case .not, .binary, .dereference, .function, .separator: true
        default: false
        }
    }
}
