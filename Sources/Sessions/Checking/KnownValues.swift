import Diagnostics
import Workflows

/// The names of the secrets and variables that a run in a repository has without any option.
///
/// Nil where no file gives any: the names are then known to GitHub alone.
struct KnownValues: Sendable {
    /// The names of secrets.
    let secrets: [String]?
    /// The names of variables.
    let variables: [String]?

    /// Reads `.secrets`, `.vars` and what `.actlocal.yml` names; what cannot be read gives none.
    init(root: String, _ configuration: ProjectConfiguration?) {
        // Which job names which environment is not asked: a name that one gives is known.
        let environments = configuration.map { Array($0.environments.values) } ?? []
        secrets = Self.union(
            [Self.names(.secret, configuration?.secretsFile, [:], root)]
                + environments.map { Self.names(.secret, $0.secretsFile, [:], root) }
        )
        variables = Self.union(
            [Self.names(.variable, configuration?.varsFile, configuration?.vars ?? [:], root)]
                + environments.map { Self.names(.variable, $0.varsFile, $0.vars, root) }
        )
    }

    /// All names, sorted; nil for none.
    private static func union(_ lists: [[String]?]) -> [String]? {
        let names = Set(lists.flatMap { $0 ?? [] })
        return names.isEmpty ? nil : names.sorted()
    }

    private static func names(
        _ kind: InputKind,
        _ file: Located<String>?,
        _ given: [String: String],
        _ root: String
    ) -> [String]? {
        let files = file.map { name in
            let path = PathText.absolute(name.value, from: root)
            return [InputFile(path: path, shown: name.value, mayBePipe: false)]
        }
        let values = try? InputValues(
            kind,
            given: given.map { ($0.key, $0.value) },
            files: files ?? [],
            projectRoot: root
        )
        guard let names = values?.values.keys.sorted(), !names.isEmpty else { return nil }
        return names
    }
}
