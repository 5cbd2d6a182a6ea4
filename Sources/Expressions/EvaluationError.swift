/// Why an expression that parses has no value, in GitHub's words.
package enum EvaluationError: Error, Hashable, Sendable {
    /// More than the memory limit would be needed.
    case memoryExceeded(expression: String)
    /// The first argument of `format` has a stray brace.
    case formatInvalid(String)
    /// The first argument of `format` names an argument that is not there.
    case formatArgumentMissing(String)
    /// The first argument of `format` asks for a format after a colon.
    case formatSpecifier(String, ExpressionValue.Kind)
    /// The argument of `fromJSON` is no JSON.
    case invalidJSON(JSONError)
    /// A predicate of `case` is no boolean.
    case casePredicate
    /// The function is known to the key, and nothing provides it here.
    case functionUnavailable(String)
    /// A function given from outside failed.
    case functionFailed(String, message: String)
}

extension EvaluationError: CustomStringConvertible {
    /// The messages, outermost first; GitHub puts the place before each and joins them by commas.
    package var messages: [String] {
        switch self {
        case .memoryExceeded(let expression):
            [
                "The maximum allowed memory size was exceeded while evaluating the following "
                    + "expression: \(expression)"
            ]
        case .formatInvalid(let format): ["The following format string is invalid: \(format)"]
        case .formatArgumentMissing(let format):
            [
                "The following format string references more arguments than were supplied: "
                    + format
            ]
        case .formatSpecifier(let specifier, let kind):
            [
                "The format specifiers '\(specifier)' are not valid for objects of type "
                    + "'\(kind.rawValue)'"
            ]
        case .invalidJSON(let error): ["Error parsing fromJson", error.description]
        case .casePredicate: ["case predicate must evaluate to a boolean value"]
        case .functionUnavailable(let name): ["the function `\(name)` cannot be evaluated here"]
        case .functionFailed(_, let message): [message]
        }
    }

    /// All messages, joined by commas.
    package var description: String { messages.joined(separator: ",") }
}
