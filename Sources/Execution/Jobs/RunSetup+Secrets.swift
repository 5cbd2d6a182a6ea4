import Workflows
import Workspaces

extension RunSetup {
    /// Secrets whose values are no secrets: `true` would be masked everywhere.
    private static let switches: Set<String> = ["ACTIONS_STEP_DEBUG", "ACTIONS_RUNNER_DEBUG"]

    /// Hides the values of the secrets, and the tokens that git hosts are sent.
    package func addSecrets(to masks: SecretMasks) {
        for token in (actions.repositories?.hosts.tokens ?? [:]).values { masks.addToken(token) }
        for secret in secrets where !Self.switches.contains(secret.name.uppercased()) {
            if secret.name.uppercased() == "GITHUB_TOKEN" {
                masks.addToken(secret.value)
            } else {
                masks.addSecret(secret.value)
            }
        }
    }

    /// A text that the workflow has a say in, with the values of secrets hidden.
    package func masked(_ text: String) -> String {
        let masks = SecretMasks()
        addSecrets(to: masks)
        return masks.masked(text).text
    }
}
