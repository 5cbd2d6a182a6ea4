/// How a `run` step's script is executed: command, arguments, file extension, fix-ups.
package struct ShellTemplate: Sendable, Hashable {
    /// The command as it is looked up on PATH.
    package let command: String
    /// The arguments as one string; `{0}` is the script's path.
    package let arguments: String
    /// The script file's extension with its dot; empty for a shell GitHub does not know.
    package let fileExtension: String
    private let shell: Shell?

    /// Selects the shell.
    ///
    /// - Parameters:
    ///   - shell: The step's or the defaults' `shell`, evaluated; nil or empty for none.
    ///   - isInJobContainer: Whether the step runs in a `container:`, whose default is `sh`.
    ///   - hasBash: Whether `bash` is on the PATH of a step outside of one.
    package init(shell: String?, isInJobContainer: Bool, hasBash: Bool) {
        guard let shell, !shell.isEmpty else {
            // The default is not `shell: bash`: it has sh's arguments, so no pipefail.
            self.shell = .sh
            command = !isInJobContainer && hasBash ? "bash" : "sh"
            arguments = Shell.sh.arguments
            fileExtension = Shell.sh.fileExtension
            return
        }
        let bytes = Array(shell.utf8)
        let space = bytes.firstIndex(of: 0x20) ?? bytes.endIndex
        command = String(decoding: bytes[..<space], as: UTF8.self)
        let known = Shell(named: command)
        let given = String(decoding: bytes[space...].drop { $0.isASCIIWhitespace }, as: UTF8.self)
        arguments = given.isEmpty ? known?.arguments ?? "" : given
        fileExtension = known?.fileExtension ?? ""
        // The fix-ups compare the name with case, the tables without.
        self.shell = Shell(rawValue: command)
    }

    /// The script as it is written to its file.
    package func prepared(_ script: String) -> String {
        shell?.prepared(script) ?? script
    }

    /// The command line for a script, split as .NET splits it on Linux.
    ///
    /// - Parameter scriptPath: The script's path where the process runs.
    /// - Returns: The command and its arguments.
    /// - Throws: `ShellError` for a string that is no built-in and lacks `{0}`, and for stray
    ///   braces, which GitHub refuses too.
    package func argv(scriptPath: String) throws(ShellError) -> [String] {
        guard Array(arguments.utf8).contains(sequence: "{0}") else {
            throw .missingPlaceholder
        }
        let path = scriptPath.utf8.map { $0 == 0x22 ? [0x5C, 0x22] : [$0] }.joined()
        let formatted = try PlaceholderFormat.format(
            arguments,
            argument: String(decoding: Array(path), as: UTF8.self)
        )
        return [command] + CommandLineArguments.split(formatted)
    }
}
