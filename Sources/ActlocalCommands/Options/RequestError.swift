import Diagnostics
import RunEvents
import Sessions

/// Why the command line does not make a request.
enum RequestError: Error, Hashable {
    /// `-C` names no folder.
    case noFolder(String, reason: String)
    /// What names something is empty, as a variable of a shell that is not set.
    case empty(what: String)
    /// `NAME=value` without a name, or with one that cannot be used; the value is never shown.
    case badName(option: String)
    /// `NAME` without a value, and nothing to take it from.
    case noValue(option: String, name: String)
    /// A text is not of the form its option takes.
    case badForm(option: String, form: String, example: String)
    /// A file that was named cannot be read.
    case input(InputError)
    /// Lines of dotenv files cannot be read.
    case invalid([Diagnostic])
    /// Standard input has nothing that could be read in place of an argument.
    case nothingToRead(what: String)
    /// The user left the prompt for a secret.
    case promptCancelled

    /// One line of what is wrong; empty where diagnostics say it.
    var message: String {
        switch self {
        case .noFolder(let path, let reason):
            "cannot work in `\(path)`: \(reason)"
        case .empty(let what):
            "\(what) is empty"
        case .badName(let option):
            "`\(option)` needs a name that begins with a letter or `_`, "
                + "and has only letters, digits, `_`, `-` and `.`"
        case .noValue(let option, let name):
            "`\(option) \(name)` has no value, and the environment has no `\(name)`"
        case .badForm(let option, let form, _):
            "`\(option)` takes `\(form)`"
        case .input(let error):
            error.description
        case .nothingToRead(let what):
            "there is no \(what): standard input is a terminal, closed or no text"
        case .invalid, .promptCancelled:
            ""
        }
    }

    /// What to do next, when there is something.
    var help: String? {
        switch self {
        case .badName(let option): "write `\(option) NAME=value`"
        case .noValue(let option, let name): "write `\(option) \(name)=value`, or set `\(name)`"
        case .badForm(let option, _, let example): "for example `\(option) \(example)`"
        case .empty: "name it, or leave it out"
        case .nothingToRead(let what): "give the \(what) as an argument, or through a pipe"
        case .noFolder, .input, .invalid, .promptCancelled: nil
        }
    }

    /// The process's exit status.
    var exitStatus: Int32 {
        switch self {
        case .noFolder, .empty, .badName, .noValue, .badForm, .input, .nothingToRead:
            ExitStatus.usage
        case .invalid: ExitStatus.invalid
        case .promptCancelled: ExitStatus.cancelled
        }
    }
}
