import ContainerEngine
import Workspaces

extension JobMaking {
    /// Removes what a job wrote; what belongs to its containers' users goes through a container.
    ///
    /// - Returns: what could not be removed.
    func remove(_ workspace: OverlayWorkspace, image: String) async -> String? {
        do {
            do {
                try await workspace.remove()
            } catch WorkspaceError.notRemovable {
                try await FolderEmptying(
                    engine: engine,
                    initExecutable: settings.initExecutable,
                    labels: settings.labels
                ).empty(workspace.folder, image: image)
                try await workspace.remove()
            }
            return nil
        } catch let error as EngineError {
            return "cannot remove `\(workspace.folder)`: \(error.message)"
        } catch {
            return "cannot remove `\(workspace.folder)`: \(error)"
        }
    }
}
