/// What identity tokens say of a job, besides times and audience.
///
/// - Source: <https://docs.github.com/actions/reference/security/oidc>
package struct JobClaims: Sendable {
    /// The claims by name, such as `repository` and `sha`; `sub` among them.
    package var claims: [String: String]
    /// Who issues the tokens, such as `https://token.actions.githubusercontent.com`.
    package var issuer: String
    /// The audience of a token that asks for none, such as `https://github.com/owner`.
    package var audience: String

    /// Gathers claims.
    package init(claims: [String: String], issuer: String, audience: String) {
        self.claims = claims
        self.issuer = issuer
        self.audience = audience
    }
}
