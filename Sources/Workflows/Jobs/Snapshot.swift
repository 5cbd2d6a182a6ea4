package import Diagnostics
package import Expressions

/// `snapshot`: a custom image that GitHub makes of its hosted runner after the job.
package struct Snapshot: Sendable {
    /// `image-name`.
    package let imageName: Located<String>
    /// `version`; when absent, `1.*`.
    package let version: Located<String>?
    /// `if`.
    package let condition: Located<Condition>?
    /// Where it stands.
    package let span: SourceSpan
}
