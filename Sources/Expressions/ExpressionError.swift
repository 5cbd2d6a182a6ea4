/// Why a text is not an expression, in GitHub's words.
package struct ExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package let problem: Problem

    /// The token that shows it; empty where the whole text is meant.
    package let token: String

    /// The UTF-8 bytes of the token in the expression's text, or of the whole text.
    package let range: Range<Int>

    /// The expression's text.
    package let expression: String

    /// The kinds of mistakes.
    package enum Problem: String, Hashable, Sendable, CaseIterable {
        case unexpectedSymbol = "Unexpected symbol"
        case unexpectedEnd = "Unexpected end of expression"
        case unrecognizedFunction = "Unrecognized function"
        case unrecognizedNamedValue = "Unrecognized named-value"
        case tooFewParameters = "Too few parameters supplied"
        case tooManyParameters = "Too many parameters supplied"
        case evenParameters =
            "Even number of parameters supplied, requires an odd number of parameters"
        case exceededLength = "Exceeded max expression length 21000"
        case exceededDepth = "Exceeded max expression depth 50"
    }

    /// The message with token and position, save for the two limits, which name neither.
    package var description: String {
        switch problem {
        case .exceededLength, .exceededDepth: problem.rawValue
        default:
            "\(problem.rawValue): '\(token)'. Located at position \(position) "
                + "within expression: \(expression)"
        }
    }

    /// Whether the token can stand nowhere, as against one that may not stand where it does.
    package var isLexical: Bool {
        guard problem == .unexpectedSymbol, token != "." else { return false }
        var lexer = ExpressionLexer(Array(token.utf8))
        return lexer.isUnreadable
    }

    /// Where the token starts: 1-based, in UTF-16 units, as GitHub counts.
    package var position: Int {
        let before = expression.utf8.prefix(range.lowerBound)
        return String(decoding: before, as: UTF8.self).utf16.count + 1
    }
}
