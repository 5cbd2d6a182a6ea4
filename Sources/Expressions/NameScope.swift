/// The contexts and functions that the expressions of one workflow key may name.
///
/// A name outside the scope is a parse error, even where it would never be evaluated. The
/// functions known everywhere (`contains`, `format`, …) are part of every scope.
package struct NameScope: Sendable, Hashable {
    /// The contexts, in lower case.
    package let contexts: Set<String>

    /// The functions beyond those known everywhere, by lower-case name.
    package let specialFunctions: [String: FunctionSignature]

    /// Whether every name is known: for text that was checked before.
    private let isUnchecked: Bool

    /// A scope with these contexts and, beyond the common ones, these functions.
    package init(contexts: some Sequence<String>, functions: [FunctionSignature] = []) {
        self.contexts = Set(contexts.map { $0.lowercased() })
        specialFunctions = Dictionary(
            functions.map { ($0.name.lowercased(), $0) },
            uniquingKeysWith: { _, last in last }
        )
        isUnchecked = false
    }

    private init(isUnchecked: Bool) {
        contexts = []
        specialFunctions = [:]
        self.isUnchecked = isUnchecked
    }

    /// A scope for keys that allow no expression at all.
    package static let none = NameScope(isUnchecked: false)

    /// A scope that knows every name, for text that was parsed in its own scope before.
    package static let unchecked = NameScope(isUnchecked: true)

    /// Whether the key may hold expressions.
    package var allowsExpressions: Bool {
        isUnchecked || !contexts.isEmpty || !specialFunctions.isEmpty
    }

    /// Whether a context may be named; case is ignored.
    package func hasContext(_ name: String) -> Bool {
        isUnchecked || contexts.contains(name) || contexts.contains(name.lowercased())
    }

    /// The signature of a function that may be called; case is ignored.
    package func function(_ name: String) -> FunctionSignature? {
        let key = name.lowercased()
        if let signature = ExpressionFunctions.named(key)?.signature ?? specialFunctions[key] {
            return signature
        }
        return isUnchecked ? FunctionSignature(name, 0...Int.max) : nil
    }

    /// The names of all functions that may be called, sorted.
    package var functionNames: [String] {
        let common = ExpressionFunctions.all.map(\.signature.name)
        return (common + specialFunctions.values.map(\.name)).sorted()
    }
}
