/// How an expression came to its value, as GitHub's debug log tells it.
package struct EvaluationTrace: Sendable, Hashable {
    /// The expression in its canonical spelling.
    package let evaluating: String

    /// The expression with the values of its contexts and calls; absent when it says no more.
    package let expanded: String?

    /// The value, as it would stand in an expression.
    package let result: String

    /// The lines of the debug log, in order.
    package var lines: [String] {
        ["Evaluating: \(evaluating)"] + (expanded.map { ["Expanded: \($0)"] } ?? [])
            + ["Result: \(result)"]
    }

    /// The trace of a tree that came to a value.
    init(_ root: ExpressionNode, value: ExpressionValue, recorded: Recorder) {
        evaluating = root.canonicalText
        result = value.literalText
        let expanded = root.text { node in recorded.value(of: node)?.literalText }
        self.expanded = expanded == result ? nil : expanded
    }

    /// Remembers what contexts, indexes and calls came to, or every node.
    struct Recorder {
        private var values: [Range<Int>: ExpressionValue] = [:]
        private var failures: Set<Range<Int>> = []
        private let keepsAll: Bool

        /// A recorder of what the trace shows, or of all there is.
        init(keepingAll keepsAll: Bool = false) {
            self.keepsAll = keepsAll
        }

        /// Notes what a node came to, if the trace shows such nodes.
        mutating func record(_ value: ExpressionValue, of node: ExpressionNode) {
            if keepsAll || Self.isShown(node) { values[node.range] = value }
        }

        /// Notes that a node has no value.
        mutating func recordFailure(of node: ExpressionNode) {
            failures.insert(node.range)
        }

        /// Whether a node was evaluated and has no value.
        func hasFailed(_ node: ExpressionNode) -> Bool {
            failures.contains(node.range)
        }

        /// What a node came to, if it was evaluated and is shown.
        func value(of node: ExpressionNode) -> ExpressionValue? {
            keepsAll || Self.isShown(node) ? values[node.range] : nil
        }

        private static func isShown(_ node: ExpressionNode) -> Bool {
            switch node.kind {
            case .namedValue, .index, .call: true
            case .literal, .wildcard, .not, .binary: false
            }
        }
    }
}
