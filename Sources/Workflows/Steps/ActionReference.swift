/// `uses` of a step: which action to run.
package enum ActionReference: Sendable, Hashable, CustomStringConvertible {
    /// `./path`: a folder of the workspace, as written.
    case local(path: String)
    /// `owner/name[/path]@ref`; `path` is empty for the repository's root.
    case repository(owner: String, name: String, path: String, ref: String)
    /// `docker://image`: the image alone.
    case docker(image: String)
    /// `$/path`: a folder of the same repository at the running commit; the path without `$/`.
    case sameRepository(path: String)

    /// The reference as it is written in a workflow.
    package var description: String {
        switch self {
        case .local(let path): path
        case .repository(let owner, let name, let path, let ref):
            path.isEmpty ? "\(owner)/\(name)@\(ref)" : "\(owner)/\(name)/\(path)@\(ref)"
        case .docker(let image): "docker://\(image)"
        case .sameRepository(let path): "$/\(path)"
        }
    }
}
