import Diagnostics
import Expressions

/// Scripts that print workflow commands GitHub has taken out of use.
///
/// Source:
/// <https://github.blog/changelog/2022-10-11-github-actions-deprecating-save-state-and-set-output-commands/>,
/// <https://github.blog/changelog/2020-10-01-github-actions-deprecating-set-env-and-add-path-commands/>
enum DeprecatedCommandRule {
    private struct Command {
        /// How the command begins in a script.
        let opening: [UInt8]
        let name: String
        /// The environment file that took its place.
        let file: String
        /// Whether runners refuse the command by now.
        let isDisabled: Bool

        init(_ opening: String, _ name: String, file: String, isDisabled: Bool = false) {
            self.opening = Array(opening.utf8)
            self.name = name
            self.file = file
            self.isDisabled = isDisabled
        }
    }

    private static let commands = [
        Command("::set-output name=", "set-output", file: "GITHUB_OUTPUT"),
        Command("::save-state name=", "save-state", file: "GITHUB_STATE"),
        Command("::set-env name=", "set-env", file: "GITHUB_ENV", isDisabled: true),
        Command("::add-path::", "add-path", file: "GITHUB_PATH", isDisabled: true),
    ]

    /// Looks for the commands in the script of a `run` step.
    static func check(_ visit: StepVisit, _ report: inout CheckReport) {
        guard case .run(let run) = visit.step.kind else {
            return
        }
        for (command, range) in places(in: run.script.value.source)
        where !command.isDisabled || !allowsOldCommands(visit) {
            report.warn(
                .deprecatedCommand,
                command.isDisabled
                    ? "runners refuse the workflow command `::\(command.name)`"
                    : "the workflow command `::\(command.name)` is deprecated",
                at: report.span(ofText: range, in: run.script.span),
                help: help(command)
            )
        }
    }

    private static func help(_ command: Command) -> String {
        command.name == "add-path"
            ? "append the folder to the file `$\(command.file)`"
            : "append `NAME=VALUE` to the file `$\(command.file)`"
    }

    /// Where commands begin, as ranges of UTF-8 bytes.
    private static func places(in script: String) -> [(Command, Range<Int>)] {
        script.utf8.withContiguousStorageIfAvailable { bytes in
            var places: [(Command, Range<Int>)] = []
            var index = 0
            while index + 1 < bytes.count {
                guard bytes[index] == UInt8(ascii: ":"), bytes[index + 1] == UInt8(ascii: ":")
                else {
                    index += bytes[index + 1] == UInt8(ascii: ":") ? 1 : 2
                    continue
                }
                let rest = bytes[index...]
                if let command = commands.first(where: { rest.starts(with: $0.opening) }),
                    !isComment(bytes[..<index])
                {
                    places.append((command, index..<index + 2 + command.name.utf8.count))
                }
                index += 1
            }
            return places
        } ?? []
    }

    /// Whether the line that goes on after these bytes is a comment of a shell or of Python.
    private static func isComment(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let start = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.startIndex
        let first = bytes[start...].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        return first == UInt8(ascii: "#")
    }

    /// Whether the step runs where old commands were switched on again.
    private static func allowsOldCommands(_ visit: StepVisit) -> Bool {
        [visit.step.env, visit.stepsJob?.env, visit.workflow?.value.env].contains { env in
            Fields(env)?["ACTIONS_ALLOW_UNSECURE_COMMANDS"] != nil
        }
    }
}
