import Expressions
import Workspaces

/// The objects that payloads of several events have.
struct PayloadObjects {
    /// The repository they are of.
    let repository: GitRepository

    /// The repository's page.
    var web: String { "\(repository.server)/\(repository.fullName)" }

    /// The repository's place in the API.
    var api: String { "\(APIAddress(server: repository.server).rest)/repos/\(repository.fullName)" }

    /// `repository`.
    var repositoryObject: ExpressionValue {
        let host = repository.server.split(separator: "/").last.map(String.init) ?? "github.com"
        let name = repository.fullName
        return .object([
            ("id", 1), ("node_id", "R_1"), ("name", .string(repository.name)),
            ("full_name", .string(name)),
            ("private", true), ("owner", user(repository.owner)), ("html_url", .string(web)),
            ("description", .null), ("fork", false), ("url", .string(api)),
            ("git_url", .string("git://\(host)/\(name).git")),
            ("ssh_url", .string("git@\(host):\(name).git")),
            ("clone_url", .string(web + ".git")), ("homepage", .null), ("archived", false),
            ("disabled", false), ("visibility", "private"), ("topics", .array([])),
            ("default_branch", .string(repository.defaultBranch)),
        ])
    }

    /// `sender`, and the author of whatever is new.
    var sender: ExpressionValue { user(repository.actor) }

    /// An account.
    func user(_ login: String) -> ExpressionValue {
        .object([
            ("login", .string(login)), ("id", 1), ("type", "User"), ("site_admin", false),
            ("html_url", .string("\(repository.server)/\(login)")),
        ])
    }

    /// A commit as `push` has it.
    func commit(_ commit: GitCommit) -> ExpressionValue {
        .object([
            ("id", .string(commit.sha)), ("tree_id", .string(commit.tree)),
            ("distinct", .boolean(commit.distinct)), ("message", .string(commit.message)),
            ("timestamp", .string(commit.committer.timestamp)),
            ("url", .string("\(web)/commit/\(commit.sha)")),
            ("author", person(commit.author)), ("committer", person(commit.committer)),
        ])
    }

    private func person(_ signature: GitCommit.Signature) -> ExpressionValue {
        .object([("name", .string(signature.name)), ("email", .string(signature.email))])
    }
}

/// Where the API of a server is.
///
/// Source: <https://docs.github.com/enterprise-server/rest/enterprise-admin>
struct APIAddress {
    /// The REST API.
    let rest: String
    /// The GraphQL API.
    let graph: String

    /// The API of GitHub itself, or of a server of one's own.
    init(server: String) {
        let isGitHub = server == "https://github.com"
        rest = isGitHub ? "https://api.github.com" : "\(server)/api/v3"
        graph = isGitHub ? "https://api.github.com/graphql" : "\(server)/api/graphql"
    }
}

extension GitRepository {
    /// The account that stands for the developer: his own where git knows it, else the owner's.
    var actor: String { identity.login ?? owner }
}
