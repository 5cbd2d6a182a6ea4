import ArgumentParser
import Dispatch
import RunEvents
import Sessions

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The door of the program: arguments and streams in, exit status out.
///
/// A test passes pipes in place of the process's streams and runs every command in-process.
package struct FrontEnd: Sendable {
    /// What the commands may know of the process.
    let machine: MachineFacts
    /// Where data goes: `--json`, `list`, `plan`, help.
    let output: OutputPort
    /// Where everything for people goes: progress, logs, reports, errors.
    let console: OutputPort
    /// Where a secret may be typed.
    let input: Int32

    /// Runs the command that the process's arguments name, and ends the process.
    package static func main() -> Never {
        let machine = MachineFacts.current()
        if ["check", "plan"].contains(CommandLine.arguments.dropFirst().first) {
            HeapRoom.divide(amongThreads: machine.cores)
        } else {
            HeapRoom.shareAmongThreads()
        }
        fillStandardDescriptors()
        let front = FrontEnd(
            machine: machine,
            output: OutputPort(descriptor: STDOUT_FILENO),
            console: OutputPort(descriptor: STDERR_FILENO),
            input: STDIN_FILENO
        )
        Task { exit(await front.run(Array(CommandLine.arguments.dropFirst()))) }
        if machine.cores > 1 { try? ParserPrelude.read() }
        dispatchMain()
    }

    /// Keeps a descriptor that the caller closed from becoming another file of ours.
    ///
    /// What stands in for standard output cannot be written, so that output is not lost unseen.
    private static func fillStandardDescriptors() {
        let modes = [
            (STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY),
        ]
        for (descriptor, mode) in modes where fcntl(descriptor, F_GETFD) == -1 {
            _ = open("/dev/null", mode)
        }
    }

    /// Runs the command that `arguments` name, and gives its exit status.
    ///
    /// What cannot be written to standard output makes it fail; a reader that left does not.
    func run(_ arguments: [String]) async -> Int32 {
        SignalWatch.surviveClosedPipes()
        let status = await perform(arguments)
        output.flush()
        defer { console.flush() }
        guard let reason = output.failure else {
            return status
        }
        complain("cannot write to standard output: \(reason)", help: nil)
        return ExitStatus.unavailable
    }

    private func perform(_ arguments: [String]) async -> Int32 {
        if arguments.count > 1, arguments[0] == "help",
            ActlocalCommand.isUnknownCommand(arguments[1])
        {
            let word = arguments[1]
            complain("`\(word)` is no command", help: ActlocalCommand.help(insteadOf: word))
            return ExitStatus.usage
        }
        do {
            var command = try Self.command(arguments)
            if let command = command as? any FrontEndCommand {
                return await command.run(in: self)
            }
            try command.run()
            return ExitStatus.success
        } catch {
            return report(parsing: error, of: arguments)
        }
    }

    /// The command that arguments name, with its options read.
    static func command(_ arguments: [String]) throws -> any ParsableCommand {
        try ActlocalCommand.parsed(arguments)
    }

    /// Shows what the argument parser has to say: help and version are data, the rest is an error.
    private func report(parsing error: any Error, of arguments: [String]) -> Int32 {
        let status = ActlocalCommand.exitCode(for: error).rawValue
        let message = ActlocalCommand.fullMessage(for: error)
        guard status != 0 else {
            let text = CompletionScript.safe(message)
            output.write(text.hasSuffix("\n") ? text : text + "\n")
            return status
        }
        if let word = arguments.first, ActlocalCommand.isUnknownCommand(word) {
            complain("`\(word)` is no command", help: ActlocalCommand.help(insteadOf: word))
            return status
        }
        // `Error: what\nUsage: …` in the form of all other errors.
        let isTitled = message.hasPrefix("Error: ")
        if arguments.first == "run", Self.asksForEvents(arguments) {
            let reason = message.dropFirst(isTitled ? 7 : 0).prefix { !$0.isNewline }
            printRefusal(String(reason), help: nil, exitStatus: status)
        }
        console.write(isTitled ? style(for: console).red("error") + message.dropFirst(5) : message)
        console.write("\n")
        return status
    }

    /// Whether a command line that cannot be read asks for events.
    private static func asksForEvents(_ arguments: [String]) -> Bool {
        let options = arguments.prefix { $0 != "--" }
        return options.contains { ["--json", "--format=json"].contains($0) }
            || zip(options, options.dropFirst()).contains { $0 == "--format" && $1 == "json" }
    }

    /// The look of what is printed to one of the ports.
    func style(for port: OutputPort) -> TextStyle {
        TextStyle.chosen(isTerminal: port.isTerminal, environment: machine.environment)
    }
}

/// A command that talks through the front end's ports.
protocol FrontEndCommand: ParsableCommand {
    /// Does the work and gives the exit status.
    func run(in front: FrontEnd) async -> Int32
}
