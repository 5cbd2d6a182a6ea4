/// What a job has that calls another workflow file.
package struct ReusableCall: Sendable {
    /// `uses`: the file it calls.
    package let reference: Located<WorkflowReference>
    /// `with`, a mapping.
    package let with: ValueTemplate?
    /// `secrets`; nil when none are passed.
    package let secrets: Secrets?

    /// What the called workflow sees of the caller's secrets.
    package enum Secrets: Sendable {
        /// All of them.
        case inherit
        /// Those of this mapping.
        case mapping(ValueTemplate)
    }
}
