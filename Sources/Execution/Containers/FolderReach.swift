import ContainerEngine
import Synchronization

/// What an engine can do with folders of this machine, learnt from what it refuses.
///
/// An engine elsewhere sees none of our files; one in a virtual machine sees some of them; one
/// whose user lives on an overlay, as in a development container, cannot stack another on it.
final class FolderReach: Sendable {
    /// What has worked so far.
    struct Ways: Sendable, Hashable {
        /// Whether an overlay over a snapshot of ours can be mounted.
        var mountsOverlays: Bool
        /// Whether our files can be bound into a container.
        var bindsFiles: Bool
    }

    private let state: Mutex<Ways>

    /// Expects everything of an engine on this machine and nothing of one elsewhere.
    init(_ endpoint: EngineEndpoint) {
        let isHere = endpoint.isOnThisMachine
        state = Mutex(Ways(mountsOverlays: isHere, bindsFiles: isHere))
    }

    /// What may be tried now.
    var ways: Ways { state.withLock { $0 } }

    /// Whether to try once more without what the engine just refused.
    ///
    /// `tried` are the ways of that try: another job may have learnt the same meanwhile. What the
    /// workflow itself wants mounted is no lesson, so a file must be one of `ours`.
    func learns(from error: EngineError, tried: Ways, ours: [String]) -> Bool {
        guard case .cannotMount(let kind, let detail) = error else { return false }
        return state.withLock { ways in
            switch kind {
            case .volume:
                ways.mountsOverlays = false
                return tried.mountsOverlays
            case .file:
                guard ours.contains(where: { detail.contains($0) }) else { return false }
                ways = Ways(mountsOverlays: false, bindsFiles: false)
                return tried.bindsFiles
            }
        }
    }
}
