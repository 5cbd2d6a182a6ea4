/// What an evaluation may look at: contexts by name, and the functions the runner provides.
package struct EvaluationContext: Sendable {
    /// A function given from outside, such as `hashFiles` and the status functions.
    package typealias Function = @Sendable ([ExpressionValue]) throws -> ExpressionValue

    /// Finds a context by its lower-case name; one that is absent evaluates to null.
    package var context: @Sendable (String) -> ExpressionValue?

    /// The functions beyond those known everywhere, by lower-case name.
    package var functions: [String: Function]

    /// Bytes one evaluation may hold, counted as GitHub counts them.
    package var memoryLimit = ExpressionLimits.memory

    /// A context that looks values up by a closure.
    package init(
        functions: [String: Function] = [:],
        context: @escaping @Sendable (String) -> ExpressionValue?
    ) {
        self.functions = Self.lowercaseKeys(functions)
        self.context = context
    }

    /// A context of values by name; case is ignored.
    package init(
        _ contexts: [String: ExpressionValue] = [:],
        functions: [String: Function] = [:]
    ) {
        let contexts = Self.lowercaseKeys(contexts)
        self.init(functions: functions) { contexts[$0] }
    }

    private static func lowercaseKeys<Value>(_ values: [String: Value]) -> [String: Value] {
        Dictionary(
            values.map { ($0.key.lowercased(), $0.value) },
            uniquingKeysWith: { _, last in last }
        )
    }
}
