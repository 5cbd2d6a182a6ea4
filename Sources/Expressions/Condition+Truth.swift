extension Condition {
    /// What of an expression nobody can tell yet.
    package struct Unknown: Sendable {
        /// Whether a mention of a context is.
        package let reference: @Sendable (ContextReference) -> Bool
        /// The functions that are, by lower-case name.
        package let functions: Set<String>

        /// Names what is unknown.
        package init(
            functions: Set<String> = [],
            reference: @escaping @Sendable (ContextReference) -> Bool
        ) {
            self.reference = reference
            self.functions = functions
        }

        /// Whether the value of a node depends on something unknown.
        fileprivate func affects(_ node: ExpressionNode) -> Bool {
            var references: [ContextReference] = []
            ContextReference.collect(from: node, into: &references)
            return references.contains(where: reference) || node.contains { calls($0) }
        }

        fileprivate func calls(_ node: ExpressionNode) -> Bool {
            guard case .call(let name) = node.kind else { return false }
            return functions.contains(name.lowercased())
        }
    }

    /// A mention of a context that was read, and its value.
    package struct Fact: Sendable, Hashable {
        /// The mention in its canonical spelling.
        package let text: String
        /// What it stands for.
        package let value: ExpressionValue
    }

    /// Whether the condition holds whatever the unknown stands for; nil when it depends on that.
    ///
    /// - Throws: `EvaluationError` of a part that is known.
    package func truth(
        in context: EvaluationContext,
        unknown: Unknown
    ) throws(EvaluationError) -> Bool? {
        try Self.truth(of: root, in: context, unknown)
    }

    private static func truth(
        of node: ExpressionNode,
        in context: EvaluationContext,
        _ unknown: Unknown
    ) throws(EvaluationError) -> Bool? {
        switch node.kind {
        case .not: return try truth(of: node.children[0], in: context, unknown).map { !$0 }
        case .binary(let operation) where operation == .and || operation == .or:
            let decisive = operation == .or
            var result: Bool? = !decisive
            for child in node.children {
                let truth = try truth(of: child, in: context, unknown)
                if truth == decisive { return decisive }
                if truth == nil { result = nil }
            }
            return result
        default:
            guard !unknown.affects(node) else { return nil }
            var evaluator = ExpressionEvaluator(node, in: context)
            return try evaluator.evaluate().isTruthy
        }
    }

    /// The mentions of contexts that are known, each once, with their values.
    package func facts(in context: EvaluationContext, unknown: Unknown) -> [Fact] {
        var facts: [Fact] = []
        Self.collect(from: root, in: context, unknown, into: &facts)
        return facts
    }

    private static func collect(
        from node: ExpressionNode,
        in context: EvaluationContext,
        _ unknown: Unknown,
        into facts: inout [Fact]
    ) {
        guard ContextReference(node) != nil else {
            for child in node.children { collect(from: child, in: context, unknown, into: &facts) }
            return
        }
        var evaluator = ExpressionEvaluator(node, in: context)
        guard !unknown.affects(node), let value = try? evaluator.evaluate() else { return }
        let fact = Fact(text: node.canonicalText, value: value)
        if !facts.contains(where: { $0.text == fact.text }) { facts.append(fact) }
    }

    /// The mentions of what is unknown, each once, in their canonical spelling.
    package func unknowns(_ unknown: Unknown) -> [String] {
        var texts: [String] = []
        Self.collect(from: root, unknown, into: &texts)
        return texts
    }

    private static func collect(
        from node: ExpressionNode,
        _ unknown: Unknown,
        into texts: inout [String]
    ) {
        if let reference = ContextReference(node) {
            let text = node.canonicalText
            if unknown.reference(reference), !texts.contains(text) { texts.append(text) }
            return
        }
        if unknown.calls(node) { texts.append(node.canonicalText) }
        for child in node.children { collect(from: child, unknown, into: &texts) }
    }
}
