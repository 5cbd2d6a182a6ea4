package import ContainerEngine
import InitProtocol

/// Empties folders that hold files of containers' users, which only root of a container may remove.
///
/// Any image serves: init, mounted into it, needs none of its files.
package struct FolderEmptying: Sendable {
    /// Where the folder is inside the container.
    private static let target = "/.actlocal/scratch"

    private let engine: Engine
    private let initExecutable: String
    private let labels: [String: String]

    /// Works through an engine of this machine, labelling its containers.
    package init(engine: Engine, initExecutable: String, labels: [String: String]) {
        self.engine = engine
        self.initExecutable = initExecutable
        self.labels = labels
    }

    /// Removes everything in a folder, not the folder itself.
    ///
    /// - Throws: `EngineError`, `StepHostError`.
    package func empty(_ folder: String, image: String) async throws {
        var definition = ContainerDefinition(image: image)
        definition.labels = labels
        definition.process.entrypoint = [JobMaking.initPath]
        definition.process.command = ["serve"]
        definition.process.user = "0:0"
        definition.process.workingDirectory = "/"
        definition.streams = .attached
        definition.streams.closesInputAfterFirstClient = true
        definition.lifecycle.logDriver = .none
        definition.healthCheck = .disabled
        definition.network.mode = "none"
        definition.storage.mounts = [
            .bind(initExecutable, at: JobMaking.initPath, isReadOnly: true),
            .bind(folder, at: Self.target),
        ]
        let id = try await engine.createContainer(definition)
        let host: InitStepHost
        do {
            host = try await empty(through: id)
        } catch {
            try await engine.alone { try await engine.removeContainer(id) }
            throw error
        }
        try await engine.alone {
            await host.close()
            try await engine.removeContainer(id)
        }
    }

    private func empty(through id: String) async throws -> InitStepHost {
        let stream = try await engine.attach(to: id)
        try await engine.startContainer(id)
        let host = try await InitStepHost(transport: AttachedInitTransport(stream))
        for entry in try await host.entries(of: Self.target) {
            try await host.remove("\(Self.target)/\(entry.name)")
        }
        return host
    }
}
