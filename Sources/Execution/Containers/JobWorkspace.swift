package import Workspaces

/// A job's own view of the snapshot, which may not be taken yet.
package struct JobWorkspace: Sendable {
    /// What the engine mounts.
    package let overlay: OverlayWorkspace
    /// Waits for the snapshot and lays it under the overlay.
    package let fill: @Sendable () async throws -> Void

    /// Describes a view that `fill` makes ready to be mounted.
    package init(overlay: OverlayWorkspace, fill: @escaping @Sendable () async throws -> Void) {
        self.overlay = overlay
        self.fill = fill
    }
}
