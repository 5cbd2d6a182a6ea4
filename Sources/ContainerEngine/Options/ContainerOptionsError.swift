/// What is wrong with a string of container options.
package struct ContainerOptionsError: Error, Sendable, Hashable {
    /// The kinds of mistakes.
    package enum Problem: Sendable, Hashable {
        /// A name the docker command does not know either.
        case unknownOption(String)
        /// The string ends where the value should be.
        case missingValue(option: String)
        /// A value that the option does not take.
        case badValue(option: String, value: String, reason: String)
        /// A word that is neither an option nor the value of one.
        case unexpectedWord(String, hasSingleQuote: Bool)
        /// An option of the docker command that cannot work here.
        case unsupported(option: String, reason: String)
    }

    /// What is wrong.
    package var problem: Problem
    /// UTF-8 offsets of the word in the option string.
    package var range: Range<Int>
}

extension ContainerOptionsError: CustomStringConvertible {
    /// The message and, after a semicolon, the help when there is one.
    package var description: String {
        help.map { "\(message); \($0)" } ?? message
    }

    /// What is wrong, on one line.
    package var message: String {
        switch problem {
        case .unknownOption(let name): "unknown container option `\(name)`"
        case .missingValue(let option): "the container option `\(option)` needs a value"
        case .badValue(let option, let value, let reason):
            "the value `\(value)` of the container option `\(option)` is not usable: \(reason)"
        case .unexpectedWord(let word, _):
            "`\(word)` is neither a container option nor the value of one"
        case .unsupported(let option, let reason):
            "the container option `\(option)` is not supported: \(reason)"
        }
    }

    /// What to do about it, when there is something.
    package var help: String? {
        switch problem {
        case .unexpectedWord(_, true):
            "single quotes do not keep words together here, as on GitHub: use double quotes"
        case .unexpectedWord(_, false):
            "put a value with spaces in double quotes; a program and its arguments go under "
                + "`command:` of a service"
        case .unknownOption: "see `docker create --help` for the options there are"
        case .unsupported: "remove the option"
        case .missingValue, .badValue: nil
        }
    }
}

/// A value that an option does not take, and why.
struct BadOptionValue: Error {
    /// What is wrong with the value, without naming it.
    let reason: String

    /// A value that does not fit, for this reason.
    init(_ reason: String) { self.reason = reason }
}
