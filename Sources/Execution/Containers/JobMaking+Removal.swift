import ContainerEngine
import Workspaces

extension JobMaking {
    /// Removes what a job wrote; what belongs to its containers' users goes through a container.
    ///
    /// - Returns: what could not be removed.
    func remove(_ workspace: OverlayWorkspace, image: String) async -> String? {
        do {
            try await workspace.remove()
            return nil
        } catch WorkspaceError.notRemovable {
            return await removeThroughContainer(workspace, image: image)
        } catch {
            return "\(error)"
        }
    }

    /// Empties the workspace's folders as root of a container, then removes what is ours.
    private func removeThroughContainer(
        _ workspace: OverlayWorkspace,
        image: String
    ) async -> String? {
        var definition = ContainerDefinition(image: image, name: "\(name)-removal")
        definition.labels = settings.labels
        definition.process.entrypoint = [Self.initPath]
        definition.process.command = ["serve"]
        definition.process.user = "0:0"
        definition.process.workingDirectory = "/"
        definition.streams = .attached
        definition.streams.closesInputAfterFirstClient = true
        definition.lifecycle.logDriver = .none
        definition.network.mode = "none"
        definition.storage.mounts = [
            .bind(settings.initExecutable, at: Self.initPath, isReadOnly: true),
            .bind(workspace.folder, at: "/.actlocal/scratch"),
        ]
        do {
            let id = try await engine.createContainer(definition)
            let stream = try await engine.attach(to: id)
            try await engine.startContainer(id)
            let host = try await InitStepHost(transport: AttachedInitTransport(stream))
            for folder in ["upper", "work"] {
                try await host.remove("/.actlocal/scratch/\(folder)")
            }
            await host.close()
            try await engine.removeContainer(id, force: true)
            try await workspace.remove()
            return nil
        } catch let error as EngineError {
            return "cannot remove `\(workspace.folder)`: \(error.message)"
        } catch {
            return "cannot remove `\(workspace.folder)`: \(error)"
        }
    }
}
