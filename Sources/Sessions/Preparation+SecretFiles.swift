import Diagnostics
import Execution
import HostProcesses
import Workflows
import Workspaces

extension Preparation {
    /// The files that a run may read secrets from, as far as they lie below the project's folder.
    ///
    /// Links on the way are followed: a file counts by the name it is asked for and by its own.
    static func secretFiles(
        _ configuration: ProjectConfiguration,
        _ request: RunRequest,
        root: String
    ) -> Set<String> {
        let named =
            [configuration.secretsFile] + configuration.environments.map(\.value.secretsFile)
        let files =
            [InputKind.secret.defaultFile] + named.compactMap(\.?.value) + request.secretFiles
        let places = files.flatMap { file -> [String] in
            let path = PathText.absolute(file, from: root)
            return [path] + (RepositoryBounds.resolved(path).map { [$0] } ?? [])
        }
        let real = RepositoryBounds.resolved(root) ?? root
        return Set(
            places.compactMap { (path: String) -> String? in
                let top = [root, real].first { path.hasPrefix($0 + "/") }
                return top.map { String(path.dropFirst($0.count + 1)) }
            }
        )
    }

    /// Warns of secrets that git tracks: whoever has the repository has them.
    static func committed(
        _ files: Set<String>,
        in repository: GitRepository
    ) async -> [Diagnostic] {
        let there = files.filter { RepositoryBounds.resolved("\(repository.root)/\($0)") != nil }
        guard repository.layout != nil, !there.isEmpty,
            let listed = try? await repository.git.output(
                ["ls-files", "-s", "-z", "--"] + there.sorted(),
                in: repository.root,
                adding: ["GIT_LITERAL_PATHSPECS": "1"]
            )
        else { return [] }
        return listed.split(separator: 0).compactMap { record in
            // Of a link git has the target's name alone.
            guard !record.starts(with: "120000 ".utf8), let tab = record.firstIndex(of: 9) else {
                return nil
            }
            let path = String(decoding: record[(tab + 1)...], as: UTF8.self)
            return Diagnostic(
                .project,
                severity: .warning,
                "the secrets in `\(path)` are in git, and every checkout has them",
                at: nil,
                help: "`git rm --cached \(path)`, name it in `.gitignore`, and renew what was "
                    + "pushed with it"
            )
        }
    }
}
