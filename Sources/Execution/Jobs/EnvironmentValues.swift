import Expressions

/// What the jobs that name one environment get besides the run's own values.
package struct EnvironmentValues: Sendable {
    /// Its secrets, sorted by name.
    package let secrets: [(name: String, value: String)]
    /// Its variables, sorted by name.
    package let variables: [(name: String, value: String)]

    /// Gathers the values.
    package init(
        secrets: [(name: String, value: String)],
        variables: [(name: String, value: String)]
    ) {
        self.secrets = secrets
        self.variables = variables
    }
}

extension RunSetup {
    /// What a job is given that names an environment: its values win over those of the run.
    ///
    /// Names of environments compare without case.
    /// Source: <https://docs.github.com/actions/reference/deployments-and-environments>
    func entering(_ environment: String?) -> RunSetup {
        guard let environment, let values = environments[environment.lowercased()] else {
            return self
        }
        var setup = self
        let names = Set(values.secrets.map(\.name))
        setup.secrets = (secrets.filter { !names.contains($0.name) } + values.secrets)
            .sorted { $0.name < $1.name }
        guard case .object(let object) = vars else { return setup }
        let variables = Set(values.variables.map(\.name))
        let own = values.variables.map { ($0.name, ExpressionValue.string($0.value)) }
        let merged = object.entries.filter { !variables.contains($0.0) } + own
        setup.vars = .object(merged.sorted { $0.0 < $1.0 })
        return setup
    }
}
