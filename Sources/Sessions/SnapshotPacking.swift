import Execution
import Workspaces

/// Packs a snapshot for a job that cannot have it by a move.
enum SnapshotPacking {
    /// The snapshot's files as the parts of a tar stream.
    static func stream(_ snapshot: WorkspaceSnapshot) -> Checkout.TarStream {
        PackingPipe.stream { push in try await snapshot.writeArchive(under: "", to: push) }
    }
}
