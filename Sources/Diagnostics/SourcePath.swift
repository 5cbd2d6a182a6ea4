import Synchronization

/// The path of a source file, as a number: copying it, and a span that holds it, costs nothing.
///
/// Every tree of a parsed file holds a span per node; with the path as a string in each, counting
/// references to it was a third of the time a large workflow took. Paths are kept once, for as long
/// as the process runs.
package struct SourcePath: Sendable, Hashable {
    private let index: UInt32

    private struct Table {
        var paths: [String] = []
        var indices: [String: UInt32] = [:]
    }

    private static let table = Mutex(Table())

    /// The number of a path; the same path always has the same.
    package init(_ path: String) {
        index = Self.table.withLock { table in
            if let known = table.indices[path] {
                return known
            }
            let next = UInt32(table.paths.count)
            table.paths.append(path)
            table.indices[path] = next
            return next
        }
    }

    /// The path itself.
    package var text: String {
        Self.table.withLock { $0.paths[Int(index)] }
    }
}
