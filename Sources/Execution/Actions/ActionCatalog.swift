package import Workflows

/// What each action that a workflow names is run as.
package struct ActionCatalog: Sendable {
    /// A folder of this machine that stands for an action.
    package struct Substitute: Sendable, Hashable {
        /// `owner/name[/path][@ref]`, as the configuration has it.
        package let pattern: String
        /// The folder, absolute.
        package let folder: String

        /// Replaces actions that `pattern` names by `folder`.
        package init(pattern: String, folder: String) {
            self.pattern = pattern
            self.folder = folder
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
        /// It cannot be run here; why, and what the user can do.
        case unavailable(reason: String)
    }

    /// The substitutes; the most specific pattern wins.
    package let substitutes: [Substitute]

    /// A catalogue with these substitutes.
    package init(substitutes: [Substitute]) {
        self.substitutes = substitutes.sorted { $0.pattern.count > $1.pattern.count }
    }

    /// How a reference is run.
    package func resolve(_ reference: ActionReference) -> Resolution {
        switch reference {
        case .local(let path):
            return .workspace(path: path)
        case .sameRepository(let path):
            return .workspace(path: "./" + path)
        case .docker(let image):
            return .image(image)
        case .repository(let owner, let name, let path, let ref):
            let place = path.isEmpty ? "\(owner)/\(name)" : "\(owner)/\(name)/\(path)"
            if let substitute = substitute(for: place, ref: ref) {
                return .substitute(substitute)
            }
            if place.lowercased() == "actions/checkout" {
                return .checkout
            }
            return .unavailable(
                reason: "actions of other repositories are not fetched yet; name a local folder "
                    + "for `\(place)` under `actions:` in `.actlocal.yml`"
            )
        }
    }

    private func substitute(for place: String, ref: String) -> Substitute? {
        let names = [place.lowercased(), "\(place)@\(ref)".lowercased()]
        return substitutes.first { names.contains($0.pattern.lowercased()) }
    }
}
