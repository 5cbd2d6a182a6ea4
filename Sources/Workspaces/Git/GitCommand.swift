package import HostProcesses

/// The developer's own `git`, asked so that it answers and changes nothing.
///
/// Hooks, the file system monitor, prompts, pagers and optional index updates are switched off, and
/// the repository is found from the folder alone: `GIT_DIR` and its like, which git sets for hooks,
/// are not passed on. One thing cannot be switched off: reading a split index, git renews the time
/// of its own `sharedindex` file.
package struct GitCommand: Sendable, Hashable {
    /// The environment every call gets.
    package let environment: [String: String]

    private static let settings = [
        "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
        "-c", "core.splitIndex=false", "-c", "diff.autoRefreshIndex=false",
        "-c", "gc.auto=0", "-c", "maintenance.auto=false",
    ]

    private static let keptVariables: Set<String> = [
        "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH",
    ]

    /// A git that lives in the given environment, of which it needs `PATH` and `HOME`.
    package init(environment: [String: String]) {
        var kept = environment.filter { name, _ in
            guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
            return !name.hasPrefix("GIT_")
                || name.hasPrefix("GIT_CONFIG_")
                    && name != "GIT_CONFIG_PARAMETERS"
                || Self.keptVariables.contains(name)
        }
        kept["GIT_OPTIONAL_LOCKS"] = "0"
        kept["GIT_NO_REPLACE_OBJECTS"] = "1"
        kept["GIT_TERMINAL_PROMPT"] = "0"
        kept["LC_ALL"] = "C"
        self.environment = kept
    }

    /// The same git without the settings of the machine and its user, as a fresh runner has it.
    package var withoutUserSettings: GitCommand {
        var bare = environment.filter { !$0.key.hasPrefix("GIT_CONFIG_") }
        bare["GIT_CONFIG_GLOBAL"] = "/dev/null"
        bare["GIT_CONFIG_NOSYSTEM"] = "1"
        return GitCommand(environment: bare)
    }

    /// Runs `git` to its end, as the last words of `launcher` where one starts it; a failure is a
    /// result.
    package func run(
        _ arguments: [String],
        in directory: String,
        input: [UInt8] = [],
        adding variables: [String: String] = [:],
        outputLimit: Int = 1 << 30,
        launcher: [String] = []
    ) async throws -> ProcessOutcome {
        let words = launcher + ["git"] + Self.settings + arguments
        return try await HostCommand(
            words[0],
            Array(words.dropFirst()),
            environment: environment.merging(variables) { $1 },
            directory: directory,
            standardInput: input,
            outputLimit: outputLimit
        ).run()
    }

    /// What `git` wrote to standard output.
    ///
    /// - Throws: `GitError` when it failed.
    package func output(
        _ arguments: [String],
        in directory: String,
        input: [UInt8] = [],
        adding variables: [String: String] = [:]
    ) async throws -> [UInt8] {
        let outcome = try await run(arguments, in: directory, input: input, adding: variables)
        guard outcome.status.isSuccess else {
            throw GitError(arguments: arguments, directory: directory, outcome: outcome)
        }
        return outcome.standardOutput
    }
}
