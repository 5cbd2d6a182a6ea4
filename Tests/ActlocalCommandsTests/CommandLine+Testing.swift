import Sessions
import Testing

@testable import ActlocalCommands

extension MachineFacts {
    /// Facts of no real machine.
    static func sample(environment: [String: String] = [:]) -> MachineFacts {
        MachineFacts(
            environment: environment,
            home: "/home/me",
            userID: 1000,
            groupID: 1000,
            cores: 4,
            cacheFolder: "/home/me/.cache/actlocal",
            stateFolder: "/home/me/.local/state/actlocal",
            initExecutable: nil
        )
    }
}

extension RunRequest {
    /// The request that `actlocal run` makes in a folder, where nobody can be asked.
    static func typed(
        _ arguments: [String],
        in folder: String,
        environment: [String: String] = [:]
    ) throws -> RunRequest {
        let command = try FrontEnd.command(["run", "-C", folder] + arguments)
        let options = try #require(command as? RunCommand).options
        let machine = MachineFacts.sample(environment: environment)
        return try RunRequest(options, machine: machine, prompt: nil)
    }
}

/// What one call of the program printed, and how it ended.
struct CommandResult {
    /// Standard output.
    let output: String
    /// Standard error.
    let console: String
    /// The exit status.
    let status: Int32

    /// Runs the program in-process, with files in place of its streams.
    ///
    /// Without `input` its standard input is closed.
    static func of(
        _ arguments: [String],
        environment: [String: String] = [:],
        machine: MachineFacts? = nil,
        input: String? = nil
    ) async throws -> CommandResult {
        let output = try CapturedPort()
        let console = try CapturedPort()
        let standardInput = try input.map(CapturedPort.init(holding:))
        let front = FrontEnd(
            machine: machine ?? .sample(environment: environment),
            output: output.port,
            console: console.port,
            input: standardInput?.descriptor ?? -1
        )
        let status = await front.run(arguments)
        return CommandResult(output: output.text(), console: console.text(), status: status)
    }
}
