package import Workflows
package import Workspaces

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What each action that a workflow names is run as.
package struct ActionCatalog: Sendable {
    /// A folder of this machine that stands for an action, or for all of a repository.
    package struct Substitute: Sendable, Hashable {
        /// `owner/name[/path][@ref]`, as it was written.
        package let pattern: String
        /// The folder, absolute.
        package let folder: String
        /// Who says so, such as `.actlocal.yml`.
        package let source: String

        /// Replaces actions that `pattern` names by `folder`.
        package init(pattern: String, folder: String, source: String = ".actlocal.yml") {
            self.pattern = pattern
            self.folder = folder
            self.source = source
        }
    }

    /// How an action is run.
    package enum Resolution: Sendable, Hashable {
        /// The workspace takes the place of `actions/checkout` of the own repository.
        case checkout
        /// A folder of this machine is run in its place.
        case substitute(Substitute)
        /// A folder of the job's workspace; the path as the step has it.
        case workspace(path: String)
        /// A container of an image.
        case image(String)
        /// A folder of the project's own repository, at the commit of the run.
        case own(StoredRepository, path: String)
        /// A folder of a repository that was fetched; the path is empty for its top.
        case fetched(StoredRepository, path: String)
        /// A repository that is yet to be fetched.
        case remote(RepositoryName, ref: String)
        /// It cannot be run here; why, and what the user can do.
        case unavailable(reason: String)
    }

    /// The substitutes; the most specific pattern wins, then the first.
    package let substitutes: [Substitute]
    /// Where repositories are fetched from; nil when none is fetched.
    package let repositories: RepositoryStore?
    /// What was fetched in this run.
    package let fetched = FetchedRepositories()
    /// The project's own files at the commit of the run; nil where nobody looked at them.
    package var own: StoredRepository?

    /// A catalogue with these substitutes.
    package init(substitutes: [Substitute], repositories: RepositoryStore? = nil) {
        self.substitutes = substitutes.enumerated().sorted { one, other in
            (other.element.pattern.count, one.offset) < (one.element.pattern.count, other.offset)
        }.map(\.element)
        self.repositories = repositories
    }

    /// How a reference is run, as far as it is known without fetching anything.
    package func resolve(_ reference: ActionReference) -> Resolution {
        switch reference {
        case .local(let path):
            return .workspace(path: path)
        case .sameRepository(let path):
            // In files of other repositories it is written out; see `ActionManifest.inside`.
            guard let own else { return .workspace(path: "./" + path) }
            guard !path.split(separator: "/").contains("..") else {
                return .unavailable(reason: "the path leaves the repository")
            }
            let parts = path.split(separator: "/").filter { $0 != "." }
            return .own(own, path: parts.joined(separator: "/"))
        case .docker(let image):
            return .image(image)
        case .repository(let owner, let name, let path, let ref):
            let place = path.isEmpty ? "\(owner)/\(name)" : "\(owner)/\(name)/\(path)"
            if let substitute = substitute("\(owner)/\(name)", path, ref) {
                return .substitute(substitute)
            }
            if place.lowercased() == "actions/checkout" { return .checkout }
            guard let repository = RepositoryName(owner: owner, name: name),
                !path.split(separator: "/").contains("..")
            else { return .unavailable(reason: "its name has characters that no repository has") }
            if let known = fetched.repository(repository, ref: ref) {
                return .fetched(known, path: path)
            }
            guard repositories != nil else {
                return .unavailable(reason: "nothing is fetched in this run")
            }
            return .remote(repository, ref: ref)
        }
    }

    /// The folder of this machine that holds an action's files; nil for an action that has none,
    /// whose files are in the workspace, or that is yet to be fetched.
    func folder(of reference: ActionReference) -> String? {
        switch resolve(reference) {
        case .substitute(let substitute): substitute.folder
        case .own(let repository, let path), .fetched(let repository, let path):
            path.isEmpty ? repository.folder : "\(repository.folder)/\(path)"
        case .checkout, .workspace, .image, .remote, .unavailable: nil
        }
    }

    /// What stands for an action: of its own, else a folder for its repository that has it.
    private func substitute(_ repository: String, _ path: String, _ ref: String) -> Substitute? {
        let place = path.isEmpty ? repository : "\(repository)/\(path)"
        if let exact = substitutes.first(where: { $0.names(place, ref) }) { return exact }
        guard !path.isEmpty, !path.split(separator: "/").contains(".."),
            let whole = substitutes.first(where: { $0.names(repository, ref) })
        else { return nil }
        let folder = "\(whole.folder)/\(path)"
        guard ActionFolder.isAction(folder) else { return nil }
        return Substitute(pattern: whole.pattern, folder: folder, source: whole.source)
    }
}

extension ActionCatalog.Substitute {
    fileprivate func names(_ place: String, _ ref: String) -> Bool {
        let pattern = pattern.lowercased()
        return pattern == place.lowercased() || pattern == "\(place)@\(ref)".lowercased()
    }
}
