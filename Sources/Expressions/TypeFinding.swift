/// Something in an expression that cannot be meant, as far as the types tell.
package struct TypeFinding: Sendable {
    /// What it is.
    package let problem: Problem
    /// The UTF-8 bytes it is about, in the expression's text.
    package let range: Range<Int>

    /// The kinds of findings.
    package enum Problem: Sendable {
        /// An object that has not the property read from it.
        case unknownProperty(String, of: ExpressionNode, StaticObject)
        /// A property read from a value that has none.
        case propertyOf(StaticType, of: ExpressionNode, String)
        /// An array or object where a function wants a text.
        case collectionArgument(StaticType, function: String)
        /// `contains` of an object, which is false.
        case containsOfObject
        /// `contains` of an array of these words and a text that is none of them.
        case notAmong(String, words: [String])
        /// Two operands that no run makes equal.
        case neverEqual(BinaryOperator, Operand, Operand)
        /// Two arrays or objects, each of which equals only itself.
        case differentCollections(BinaryOperator)
        /// `<` and the like of an array or object, which has no order.
        case unordered(Operand)
        /// `<` and the like of two literals, and its value.
        case knownOrder(Bool)
        /// A text compared with a boolean, which is equal only when the text is a number or empty.
        case textAgainstBoolean(BinaryOperator, ExpressionNode, Bool)
        /// A text that `format` cannot follow, and why.
        case format(String)
        /// The numbers of arguments that the text of `format` does not use, from 0.
        case unusedArgument(Int)
        /// A text that is no JSON, and why.
        case json(String)
        /// A predicate of `case` that is no boolean.
        case predicate(StaticType)
    }

    /// One side of a comparison.
    package struct Operand: Sendable {
        /// The expression.
        package let node: ExpressionNode
        /// Its type.
        package let type: StaticType
    }
}
