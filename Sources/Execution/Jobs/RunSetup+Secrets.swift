import Workflows

extension RunSetup {
    /// Secrets whose values are no secrets: `true` would be masked everywhere.
    private static let switches: Set<String> = ["ACTIONS_STEP_DEBUG", "ACTIONS_RUNNER_DEBUG"]

    /// Hides the values of the secrets.
    func addSecrets(to masks: SecretMasks) {
        for secret in secrets where !Self.switches.contains(secret.name.uppercased()) {
            if secret.name.uppercased() == "GITHUB_TOKEN" {
                masks.addToken(secret.value)
            } else {
                masks.addSecret(secret.value)
            }
        }
    }
}
