import Workspaces

/// What git is told in jobs that run as processes of this machine.
///
/// A runner of GitHub knows none of the developer's logins and none of his settings, and what
/// `git config --global` writes there is nobody's. So git gets a file of the job's own in place of
/// the user's, without helpers for credentials, an agent or the keys that ssh takes by itself; and
/// no push through a network leaves this machine. GitHub's own program finds no login either. What
/// a workflow sets itself counts as ever.
enum HostGit {
    /// The file's name in the job's folder.
    private static let name = "_gitconfig"

    /// The variables of git that steps may have from the user's environment.
    private static let kept: Set<String> = ["GIT_EXEC_PATH"]

    /// Ways to the user's keys and passwords, and to his account at GitHub.
    private static let ways: Set<String> = [
        "SSH_AUTH_SOCK", "SSH_AGENT_PID", "SSH_ASKPASS", "GH_TOKEN", "GITHUB_TOKEN",
        "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN",
    ]

    /// The place of the settings below a job's folder.
    static func file(in root: String) -> String { "\(root)/\(name)" }

    /// The environment of steps, made from the user's.
    ///
    /// `GIT_DIR` and its like, which git sets for hooks, would lead steps to the developer's
    /// repository.
    static func environment(_ user: [String: String], root: String) -> [String: String] {
        var environment = user.filter { variable, _ in
            kept.contains(variable) || !variable.hasPrefix("GIT_") && !ways.contains(variable)
        }
        environment["GIT_CONFIG_GLOBAL"] = file(in: root)
        environment["GIT_TERMINAL_PROMPT"] = "0"
        environment["GH_CONFIG_DIR"] = "\(root)/_gh"
        return environment
    }

    /// The file's text.
    ///
    /// The longest beginning of an address counts, so servers of this machine are pushed to.
    static let settings: String = {
        let near = ["localhost", "127.0.0.1", "[::1]"].flatMap { host in
            ["http://", "https://", "ssh://", "git://"].flatMap {
                ["\($0)\(host)/", "\($0)\(host):"]
            }
        }
        let far = ["http://", "https://", "ssh://", "git://", "git@", "git+ssh://", "ssh+git://"]
        let lines =
            [
                "[credential]", "\thelper =",
                "[core]", "\taskPass =",
                "\tsshCommand = ssh -F none -o BatchMode=yes -o IdentityFile=none",
                "[url \"\(ClosedRemote.start)\"]",
            ] + far.map { "\tpushInsteadOf = \($0)" }
            + near.flatMap { ["[url \"\($0)\"]", "\tpushInsteadOf = \($0)"] }
        return lines.map { "\($0)\n" }.joined()
    }()
}
