import ContainerEngine
import InitProtocol
import Planning
import Workflows

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension JobMaking {
    /// Where files of ours are inside a job container.
    static let filesFolder = "/.actlocal"
    /// Where `actlocal-init` is inside a job container.
    static let initPath = "\(filesFolder)/init"
    /// Where the host's certificate authorities are inside a job container.
    static let certificatesPath = "\(filesFolder)/certificates.pem"

    /// Where nodes for JavaScript actions are inside a job container.
    private static let nodesPath = "\(filesFolder)/nodes"

    /// Whether the nodes that this machine keeps can be bound.
    private var bindsNodes: Bool { settings.nodes?.isEmpty == false && reach.ways.bindsFiles }

    /// How the job reaches the nodes that this machine keeps.
    var nodes: NodeSupply? {
        settings.nodes.map { NodeSupply(store: $0, folder: bindsNodes ? Self.nodesPath : nil) }
    }

    /// Lets a job container see the nodes that this machine keeps.
    func addNodes(to definition: inout ContainerDefinition) {
        guard bindsNodes, let nodes = settings.nodes else { return }
        definition.storage.mounts.append(
            .bind(nodes.folder, at: Self.nodesPath, isReadOnly: true)
        )
    }

    /// Our files that a job container needs, by the path they have in it.
    private func ownFiles(withInit: Bool) -> [(path: String, source: String, mode: UInt32)] {
        var files: [(String, String, UInt32)] = []
        if withInit { files.append((Self.initPath, settings.initExecutable, 0o755)) }
        if let certificates = settings.certificates {
            files.append((Self.certificatesPath, certificates, 0o644))
        }
        return files
    }

    /// Makes room for our files in a container: bound, or in a volume they are copied to.
    func addOwnFiles(
        to definition: inout ContainerDefinition,
        withInit: Bool,
        ways: FolderReach.Ways
    ) {
        let files = ownFiles(withInit: withInit)
        if ways.bindsFiles {
            definition.storage.mounts += files.map { file in
                .bind(file.source, at: file.path, isReadOnly: true)
            }
            if withInit, let services = settings.services {
                let target = ContainerJobEngine.Settings.servicesFolder
                definition.storage.mounts.append(.bind(services, at: target, isReadOnly: true))
            }
        } else if !files.isEmpty {
            definition.storage.mounts.append(
                ContainerMount(
                    .volume(name: nil, copiesImageFiles: false, driver: nil, options: [:]),
                    at: Self.filesFolder
                )
            )
        }
    }

    /// Copies our files into a container that has not started and could not bind them.
    ///
    /// - Throws: `JobOpenError` for a file that cannot be read, `EngineError`.
    func copyOwnFiles(into id: String, withInit: Bool, ways: FolderReach.Ways) async throws {
        guard !ways.bindsFiles else { return }
        var archive: [UInt8] = []
        for file in ownFiles(withInit: withInit) {
            guard let contents = FileManager.default.contents(atPath: file.source) else {
                throw JobOpenError(
                    "cannot read `\(file.source)`, which the job's container needs",
                    at: opening.job.work.runsOn.span
                )
            }
            let entry = TarEntry(
                path: String(file.path.dropFirst(Self.filesFolder.count + 1)),
                kind: .file,
                mode: file.mode,
                size: UInt64(contents.count)
            )
            archive += TarWriter.header(of: entry) + contents + TarWriter.padding(after: entry)
        }
        guard !archive.isEmpty else { return }
        try await engine.putArchive(
            .bytes(archive + TarWriter.end),
            into: id,
            at: Self.filesFolder
        )
    }
}
