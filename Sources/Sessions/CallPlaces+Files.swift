import Diagnostics
import Workflows

extension CallPlaces {
    /// What is to be had of a called file.
    ///
    /// A file of another repository calls its own neighbours there.
    ///
    /// - Parameters:
    ///   - reference: what is called.
    ///   - caller: the workflow that calls it.
    ///   - own: gives a file of the repository itself.
    ///   - wanted: is told of a repository that is not here.
    /// - Returns: the file, or why there is none.
    func file(
        of reference: WorkflowReference,
        calledFrom caller: Workflow,
        own: (String) -> CalledFile,
        wanted: (Repository) -> Void = { _ in }
    ) -> CalledFile {
        switch reference {
        case .local(let path, _):
            guard
                case .repository(let owner, let name, _, let ref) = WorkflowReference(
                    parsing: caller.file
                )
            else { return own(path) }
            let neighbour = WorkflowReference.repository(
                owner: owner,
                name: name,
                path: path,
                ref: ref
            )
            return file(of: neighbour, calledFrom: caller, own: own, wanted: wanted)
        case .repository(let owner, let name, let path, let ref):
            let repository = Repository(name: "\(owner)/\(name)", ref: ref)
            switch place(of: repository) {
            case .folder(let folder):
                return Self.file(path, in: folder, of: reference)
            case .earlier(let folder, let note):
                return .earlier(Self.file(path, in: folder, of: reference), note: note)
            case .none:
                wanted(repository)
                return .unavailable(reason: repository.absence)
            case .failed(let answer):
                return answer
            }
        }
    }

    private static func file(
        _ path: String,
        in folder: String,
        of reference: WorkflowReference
    ) -> CalledFile {
        // A link to another file of this machine would show what is in it.
        guard RepositoryBounds(root: folder).holds(path) else {
            return .missing(help: "`\(path)` leads out of `\(folder)`")
        }
        do {
            return .found(try SourceFile.read("\(folder)/\(path)", shownAs: "\(reference)"))
        } catch {
            return .missing(help: error.description)
        }
    }
}

extension CallPlaces.Repository {
    /// That it is not here, and what brings it.
    fileprivate var absence: String {
        "`\(name)@\(ref)` was not fetched yet; `actlocal run` fetches it, and "
            + "`--local-repository \(name)=FOLDER` names a folder for it"
    }
}
