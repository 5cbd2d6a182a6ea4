/// The shells GitHub knows by name.
///
/// - Source: <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsshell>;
///   actions/runner `ScriptHandler` and the tables beside it.
package enum Shell: String, Sendable, Hashable, CaseIterable {
    case bash, sh, pwsh, powershell, python, cmd

    /// The shell of that name; names compare without case.
    package init?(named name: String) {
        self.init(rawValue: name.lowercasedASCII)
    }

    /// The arguments when a workflow gives none; `{0}` is the script's path.
    package var arguments: String {
        switch self {
        case .bash: "--noprofile --norc -e -o pipefail {0}"
        case .sh: "-e {0}"
        case .pwsh, .powershell: "-command \". '{0}'\""
        case .python: "{0}"
        case .cmd: "/D /E:ON /V:OFF /S /C \"CALL \"{0}\"\""
        }
    }

    /// The script file's extension.
    package var fileExtension: String {
        switch self {
        case .bash, .sh: ".sh"
        case .pwsh, .powershell: ".ps1"
        case .python: ".py"
        case .cmd: ".cmd"
        }
    }

    /// The script as it is written to its file.
    package func prepared(_ script: String) -> String {
        switch self {
        case .bash, .sh, .python: script
        case .cmd: "@echo off\n\(script)"
        case .pwsh, .powershell:
            "$ErrorActionPreference = 'stop'\n\(script)\n"
                + #"if ((Test-Path -LiteralPath variable:\LASTEXITCODE)) { exit $LASTEXITCODE }"#
        }
    }
}
