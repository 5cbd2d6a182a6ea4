/// A parsed expression: what stands between `${{` and `}}`, or the whole text of an `if`.
package struct Expression: Sendable {
    /// The text as written, without surrounding white space.
    package let text: String

    /// Where the text starts in the scalar that holds it, in UTF-8 bytes.
    package let offset: Int

    /// The tree.
    package let root: ExpressionNode

    /// What the tree names, in order: it is asked for far more often than texts are parsed.
    private let names: [Name]

    private enum Name: Sendable {
        /// A context, as spelled.
        case context(String)
        /// A function that is called, as spelled.
        case function(String, hasArguments: Bool)
    }

    private init(text: String, offset: Int, root: ExpressionNode) {
        self.text = text
        self.offset = offset
        self.root = root
        var names: [Name] = []
        root.walk { node in
            switch node.kind {
            case .namedValue(let name): names.append(.context(name))
            case .call(let name):
                names.append(.function(name, hasArguments: !node.children.isEmpty))
            default: break
            }
        }
        self.names = names
    }

    /// Parses an expression; a text without tokens is the expression `null`.
    ///
    /// - Parameters:
    ///   - text: the expression, without `${{` and `}}`.
    ///   - scope: the names it may use.
    ///   - offset: where it starts in the scalar that holds it, in UTF-8 bytes.
    /// - Returns: the expression, ready to be evaluated.
    /// - Throws: `ExpressionError`, also for names outside the scope.
    package static func parse(
        _ text: String,
        scope: NameScope,
        offset: Int = 0
    ) throws(ExpressionError) -> Expression {
        let root = try ExpressionParser.parse(text, scope: scope)
        let tree = root ?? ExpressionNode(.literal(.null), range: 0..<0)
        return Expression(text: text, offset: offset, root: tree)
    }

    /// The value in a context.
    package func evaluate(
        in context: EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        var evaluator = ExpressionEvaluator(root, in: context)
        return try evaluator.evaluate()
    }

    /// The value in a context, and how it came about.
    package func trace(
        in context: EvaluationContext
    ) throws(EvaluationError) -> (value: ExpressionValue, trace: EvaluationTrace) {
        var evaluator = ExpressionEvaluator(root, in: context, trace: .init())
        let value = try evaluator.evaluate()
        let recorded = evaluator.trace ?? .init()
        return (value, EvaluationTrace(root, value: value, recorded: recorded))
    }

    /// Whether a function of one of these names is called anywhere; case is ignored.
    package func calls(anyOf functions: Set<String>) -> Bool {
        names.contains { name in
            guard case .function(let own, _) = name else { return false }
            return functions.contains { CaseFolding.equal($0, own) }
        }
    }

    /// Whether a function of one of these names is called with arguments; case is ignored.
    package func passesArguments(toAnyOf functions: Set<String>) -> Bool {
        names.contains { name in
            guard case .function(let own, hasArguments: true) = name else { return false }
            return functions.contains { CaseFolding.equal($0, own) }
        }
    }

    /// Whether a context is named anywhere that satisfies a condition, by its name as spelled.
    package func mentions(_ isMeant: (String) -> Bool) -> Bool {
        names.contains { name in
            guard case .context(let own) = name else { return false }
            return isMeant(own)
        }
    }

    /// The contexts that are named anywhere, in lower case.
    package var referencedContexts: Set<String> {
        Set(references.map(\.context))
    }

    /// Every mention of a context, with the properties read from it.
    package var references: [ContextReference] {
        var references: [ContextReference] = []
        ContextReference.collect(from: root, into: &references)
        return references
    }
}
