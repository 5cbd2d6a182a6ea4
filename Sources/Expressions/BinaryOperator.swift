/// An operator between two values.
package enum BinaryOperator: String, Sendable, Hashable {
    case and = "&&"
    case or = "||"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// How strongly the operator binds; higher binds first.
    var precedence: Int {
        switch self {
        case .less, .lessOrEqual, .greater, .greaterOrEqual: 11
        case .equal, .notEqual: 10
        case .and: 6
        case .or: 5
        }
    }
}
