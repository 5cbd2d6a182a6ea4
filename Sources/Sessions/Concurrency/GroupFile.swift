import Workspaces

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The file that all processes of this user share the state of one concurrency group by.
///
/// Shape: `<state folder>/concurrency/<hash>.json`, a `GroupState` that is only ever replaced as a
/// whole, by whoever holds `<hash>.lock`. What a dead process left in it is forgotten by the next
/// one that looks.
struct GroupFile: Sendable {
    /// The path without its ending.
    private let path: String

    /// The file of a group in a folder; `key` tells the group from all others.
    init(folder: String, key: String) {
        path = "\(folder)/\(Self.hash(key))"
    }

    /// Changes the state, alone.
    ///
    /// - Throws: when the folder cannot be written.
    func update<Result: Sendable>(
        _ change: @Sendable (inout GroupState) -> Result
    ) async throws -> Result {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
        try SmallFile.makeFolder(folder, mode: 0o700)
        let lock = try await FileLock.acquire(path + ".lock", .exclusive)
        defer { withExtendedLifetime(lock) {} }
        var state = read()
        let before = state
        state.removeDead()
        let result = change(&state)
        if state != before { try write(state) }
        return result
    }

    /// The state as it is now, without waiting for anybody; an unreadable one is empty.
    func read() -> GroupState {
        guard let data = FileManager.default.contents(atPath: path + ".json"),
            let state = try? JSONDecoder().decode(GroupState.self, from: data)
        else { return GroupState() }
        return state
    }

    private func write(_ state: GroupState) throws {
        guard !state.members.isEmpty else {
            try FileManager.default.removeItem(atPath: path + ".json")
            return
        }
        let data = try JSONEncoder().encode(state)
        try data.write(to: URL(filePath: path + ".json"), options: .atomic)
    }

    /// Two 64-bit FNV-1a hashes as 32 hex digits.
    ///
    /// Source: <http://www.isthe.com/chongo/tech/comp/fnv/>
    private static func hash(_ key: String) -> String {
        [key, key + "\n"].map { text in
            let value = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
                (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            }
            let digits = String(value, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
