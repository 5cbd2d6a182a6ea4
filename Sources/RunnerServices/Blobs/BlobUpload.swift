import Synchronization

/// Bytes on their way to a store, in a folder of their own until they are complete.
///
/// They come whole, as blocks in any order that a list puts together, or as ranges. Nothing of it
/// is seen by anyone until `seal` has checked that all is there.
///
/// - Source: Azure's Put Blob, Put Block and Put Block List, as far as the clients use them.
final class BlobUpload: Sendable {
    private struct State {
        var blocks: [String: Block] = [:]
        var content: String?
        var ranges: [Range<Int>] = []
        var counter = 0
        var isSealed = false
        /// How many ranges are being written.
        var rangeWriters = 0
        var sheet: BlockSheet?
    }

    /// Where the bytes of a block are.
    private struct Block {
        let path: String
        /// Where they begin in a sheet; nil for a file of their own.
        let offset: Int?
        let length: Int

        /// The file, when it is the block's alone.
        var ownPath: String? { offset == nil ? path : nil }
    }

    /// The most bytes of one upload: ten times what GitHub allows for a cache entry.
    static let limit = 100 << 30

    /// The folder, which `seal`'s caller moves away or `discard` removes.
    let folder: String
    private let state = Mutex(State())

    /// An upload in a new folder.
    init(folder: String) throws(ServiceFailure) {
        self.folder = folder
        try Disk.makeFolder(folder)
    }

    /// Whether nobody has begun to send anything yet.
    var isUntouched: Bool { state.withLock { $0.counter == 0 && $0.content == nil } }

    /// Takes the whole content at once; a later one replaces it.
    func put(_ body: ServiceBody) async throws {
        let path = try await receive(body)
        try register(path) { state in
            defer { state.content = path }
            return state.content
        }
    }

    /// Takes one block; a later one of the same id replaces it.
    func putBlock(_ id: String, _ body: ServiceBody) async throws {
        guard !id.isEmpty, id.utf8.count <= 128 else {
            throw ServiceFailure(.invalidArgument, "a block's id has 1 to 128 characters")
        }
        guard let place = try takePlace(id, length: body.length) else {
            let path = try await receive(body)
            let length = try OpenBlob(path).size
            return try register(path) { state in
                defer { state.blocks[id] = Block(path: path, offset: nil, length: length) }
                return state.blocks[id]?.ownPath
            }
        }
        defer {
            state.withLock { state in
                if state.sheet?.path == place.file.path { state.sheet?.leave() }
            }
        }
        var end = place.offset
        try await body.read(upTo: place.length) { bytes in
            try place.file.write(bytes, at: end)
            end += bytes.count
        }
        try register(nil) { state in
            defer {
                state.blocks[id] = Block(
                    path: place.file.path,
                    offset: place.offset,
                    length: place.length
                )
            }
            return state.blocks[id]?.ownPath
        }
    }

    /// A place in the sheet for a block; nil when it gets a file of its own.
    private func takePlace(
        _ id: String,
        length: Int?
    ) throws(ServiceFailure) -> (file: BlobFile, offset: Int, length: Int)? {
        guard let length, length <= Self.limit else { return nil }
        return try state.withLock { state throws(ServiceFailure) in
            try Self.check(state)
            var sheet = state.sheet ?? BlockSheet(path: Self.newPath(&state, in: folder))
            let isNew = sheet.isEmpty
            guard let offset = sheet.take(id, length: length) else { return nil }
            state.sheet = sheet
            return (
                isNew ? try BlobFile(creating: sheet.path) : try BlobFile(opening: sheet.path),
                offset, length
            )
        }
    }

    /// Takes the bytes of a range; ranges may come in any order.
    func put(_ body: ServiceBody, at start: Int, length: Int) async throws {
        let path = "\(folder)/ranges"
        let file = try state.withLock { state throws(ServiceFailure) in
            try Self.check(state)
            let file =
                state.content == nil ? try BlobFile(creating: path) : try BlobFile(opening: path)
            state.content = path
            state.rangeWriters += 1
            return file
        }
        defer { state.withLock { $0.rangeWriters -= 1 } }
        var place = start
        let count = try await body.read(upTo: length) { bytes in
            try file.write(bytes, at: place)
            place += bytes.count
        }
        guard count == length else {
            throw ServiceFailure(.malformed, "the body has \(count) bytes, not \(length)")
        }
        state.withLock { $0.ranges.append(start..<start + count) }
    }

    /// Puts blocks together in this order.
    func commit(_ ids: [String]) async throws {
        guard Set(ids).count == ids.count else {
            throw ServiceFailure(.invalidArgument, "the list names a block twice")
        }
        let (blocks, sheet, target) = try state.withLock { state throws(ServiceFailure) in
            try Self.check(state)
            var blocks: [Block] = []
            for id in ids {
                guard let block = state.blocks[id] else {
                    throw ServiceFailure(.invalidArgument, "the list names a block that never came")
                }
                blocks.append(block)
            }
            // Whoever still writes to the sheet may not write to what becomes of it.
            let sheet = state.sheet.flatMap { $0.writers == 0 ? $0.path : nil }
            state.blocks = [:]
            state.sheet = nil
            return (blocks, sheet, Self.newPath(&state, in: folder))
        }
        try await Disk.work { try Self.join(blocks, on: sheet, into: target) }
        try register(target) { state in
            defer { state.content = target }
            return state.content
        }
    }

    /// Ends the upload and gives what it holds as one file.
    ///
    /// - Parameter size: How many bytes the client says it sent.
    /// - Returns: the file in the upload's folder.
    /// - Throws: `ServiceFailure` when there are more or fewer; the upload goes on then.
    func seal(size: Int) async throws -> BlobContent {
        let (path, ranges) = try state.withLock { state throws(ServiceFailure) in
            try Self.check(state)
            guard let content = state.content else {
                throw ServiceFailure(.invalidArgument, "nothing was uploaded")
            }
            guard state.rangeWriters == 0 else {
                throw ServiceFailure(.unavailable, "a part is still being sent")
            }
            state.isSealed = true
            return (content, state.ranges)
        }
        do {
            let blob = try OpenBlob(path)
            guard blob.size == size else {
                throw ServiceFailure(
                    .invalidArgument,
                    "\(blob.size) bytes were uploaded, and the client says \(size)"
                )
            }
            guard ranges.isEmpty || Self.cover(ranges, size) else {
                throw ServiceFailure(
                    .invalidArgument,
                    "of the \(size) bytes some in the middle were never uploaded"
                )
            }
            return BlobContent(path: path, size: size)
        } catch {
            unseal()
            throw error
        }
    }

    /// Lets the upload go on: what was sent is not what was meant.
    func unseal() { state.withLock { $0.isSealed = false } }

    /// Removes what came and became no part of the content, which is called `name` now.
    func clear(keeping name: String) {
        for other in Disk.names(in: folder) where other != name {
            Disk.remove("\(folder)/\(other)")
        }
    }

    /// Takes part in nothing any more, and removes what came.
    ///
    /// What is sealed is left to whoever sealed it, who may be moving it away now.
    func discard() {
        let wasSealed = state.withLock { state in
            defer { state.isSealed = true }
            return state.isSealed
        }
        if !wasSealed { remove() }
    }

    /// Removes what came of an upload that was sealed and is wanted nowhere.
    func remove() { Disk.remove(folder) }

    private func receive(_ body: ServiceBody) async throws -> String {
        let path = try state.withLock { state throws(ServiceFailure) in
            try Self.check(state)
            return Self.newPath(&state, in: folder)
        }
        let file = try BlobFile(creating: path)
        var end = 0
        do {
            try await body.read(upTo: Self.limit) { bytes in
                try file.write(bytes, at: end)
                end += bytes.count
            }
        } catch {
            Disk.remove(path)
            throw error
        }
        return path
    }

    /// Enters what is complete, unless the upload has ended; `change` gives the file replaced.
    private func register(
        _ path: String?,
        _ change: (inout State) -> String?
    ) throws(ServiceFailure) {
        do {
            let replaced = try state.withLock { state throws(ServiceFailure) in
                try Self.check(state)
                return change(&state)
            }
            if let replaced { Disk.remove(replaced) }
        } catch {
            if let path { Disk.remove(path) }
            throw error
        }
    }

    private static func check(_ state: State) throws(ServiceFailure) {
        guard !state.isSealed else {
            throw ServiceFailure(.alreadyExists, "the upload has ended")
        }
    }

    private static func newPath(_ state: inout State, in folder: String) -> String {
        state.counter += 1
        return "\(folder)/part-\(state.counter)"
    }

    /// Whether ranges leave no gap between 0 and `size`.
    private static func cover(_ ranges: [Range<Int>], _ size: Int) -> Bool {
        var end = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard range.lowerBound <= end else { return false }
            end = max(end, range.upperBound)
        }
        return end == size
    }

    /// Makes one file of blocks: of the sheet, where they lie in order, else of copies.
    private static func join(
        _ blocks: [Block],
        on sheet: String?,
        into target: String
    ) throws {
        var ends = [0]
        for block in blocks { ends.append(ends[ends.count - 1] + block.length) }
        let isInOrder = zip(blocks, ends).allSatisfy { block, end in
            block.offset == nil || block.path == sheet && block.offset == end
        }
        if let sheet, isInOrder, Disk.time(of: sheet) != nil {
            _ = try Disk.move(sheet, to: target)
        } else {
            _ = try BlobFile(creating: target)
        }
        let file = try BlobFile(opening: target)
        for (block, end) in zip(blocks, ends) where !(isInOrder && block.offset != nil) {
            let source = try OpenBlob(block.path)
            let start = block.offset ?? 0
            try file.write(source, start..<start + block.length, at: end)
        }
        try file.truncate(to: ends[ends.count - 1])
        for block in blocks where block.path != target { Disk.remove(block.path) }
    }
}

/// A complete content.
struct BlobContent: Sendable {
    /// The file.
    let path: String
    /// Its bytes.
    let size: Int

    /// Waits until all of it is on the disk.
    func synchronise() async throws {
        let path = path
        try await Disk.work { try BlobFile(opening: path).synchronise() }
    }
}
