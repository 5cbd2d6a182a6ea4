import Synchronization

/// The place that a run or job has in a concurrency group, until it leaves.
final class ConcurrencyStay: Sendable {
    /// The group's file.
    let file: GroupFile
    /// What the place is called there.
    let id: String
    private let watcher = Mutex<Task<Void, Never>?>(nil)

    /// A place in the group of a file.
    init(file: GroupFile, id: String) {
        self.file = file
        self.id = id
    }

    /// Calls `handler` once, as soon as another one wants the place.
    func watch(every pause: Duration, _ handler: @escaping @Sendable (String) async -> Void) {
        let (file, id) = (file, id)
        let task = Task {
            while !Task.isCancelled {
                let own = file.read().members.first { $0.id == id }
                if let other = own?.replacement { return await handler(other) }
                try? await Task.sleep(for: pause)
            }
        }
        watcher.withLock { $0 = task }
    }

    /// Gives the place back.
    func leave() async {
        watcher.withLock { $0?.cancel() }
        let (file, id) = (file, id)
        // In a task of its own: a cancelled one would not wait for the file's lock. A file that
        // cannot be written any more is freed by the end of this process.
        await Task { _ = try? await file.update { $0.leave(id) } }.value
    }
}
