/// `uses` of a job: the workflow file it calls.
package enum WorkflowReference: Sendable, Hashable, CustomStringConvertible {
    /// A file of the caller's own repository and commit: the path behind `lead`, `./` or `$/`.
    case local(path: String, lead: String = "./")
    /// A file of another repository at a ref.
    case repository(owner: String, name: String, path: String, ref: String)

    /// The reference as it is written in a workflow.
    package var description: String {
        switch self {
        case .local(let path, let lead): lead + path
        case .repository(let owner, let name, let path, let ref): "\(owner)/\(name)/\(path)@\(ref)"
        }
    }
}
