import Foundation

/// The project's own folder, found from where this file was compiled.
enum Repository {
    /// The folder that holds `Package.swift`.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The Swift files below `Sources`, by path.
    static let sources = swiftFiles(below: "Sources")

    /// The Swift files below `Tests`, by path.
    static let tests = swiftFiles(below: "Tests")

    /// The text of a file; nil when there is none.
    static func text(_ path: String) -> String? {
        try? String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Whether a file or folder is there.
    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// The names in a folder, sorted, without hidden ones.
    static func names(in folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(
            atPath: root.appending(path: folder).path
        )
        return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The paths of all files below a folder, sorted, hidden files included.
    static func paths(below folder: String) -> [String] {
        guard let found = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        else { return [] }
        return found.compactMap { entry in
            guard let name = entry as? String else { return nil }
            let isFile = found.fileAttributes?[.type] as? FileAttributeType == .typeRegular
            return isFile ? "\(folder)/\(name)" : nil
        }
        .sorted()
    }

    private static func swiftFiles(below folder: String) -> [SwiftFile] {
        paths(below: folder).filter { $0.hasSuffix(".swift") }.compactMap { path in
            text(path).map { SwiftFile(path: path, text: $0) }
        }
    }
}
