package import Diagnostics

/// Which files are to be checked, as meant.
package struct CheckRequest: Sendable {
    /// One file or folder that was named.
    package struct Named: Sendable, Hashable {
        /// The path as typed, which messages show.
        package let shown: String
        /// Where it is, absolute.
        package let place: String

        /// Pairs a typed path with its place.
        package init(shown: String, place: String) {
            self.shown = shown
            self.place = place
        }
    }

    /// What to check.
    package enum Subject: Sendable, Hashable {
        /// Everything of the project that GitHub reads, and `.actlocal.yml`.
        case project
        /// A text that was read already, under the path that messages show.
        case text(SourceFile)
        /// A file, or the files of a folder.
        case path(Named)
    }

    /// The project's folder, absolute.
    package let projectRoot: String
    /// What to check, in this order.
    package let subjects: [Subject]
    /// What the process knows of its machine.
    package let machine: MachineFacts

    /// A request for these subjects; none means the project.
    package init(projectRoot: String, subjects: [Subject], machine: MachineFacts) {
        self.projectRoot = projectRoot
        self.subjects = subjects.isEmpty ? [.project] : subjects
        self.machine = machine
    }
}
