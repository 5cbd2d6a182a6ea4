/// The folders that steps put before the PATH of the job's later steps.
package struct PathAdditions: Sendable, Hashable, Codable {
    /// The folders in the order added; the last one is searched first.
    package private(set) var folders: [String]

    /// Starts with the folders in the order added.
    package init(_ folders: [String] = []) {
        self.folders = folders
    }

    /// Adds a folder; one that was added before moves to the front of the PATH.
    package mutating func add(_ folder: String) {
        folders.removeAll { $0 == folder }
        folders.append(folder)
    }

    /// Adds what a step wrote into `GITHUB_PATH`: each line that is not empty, ended by LF, CR or
    /// both; white space is kept.
    package mutating func add(file bytes: [UInt8]) {
        let lines = TextFile.utf8(bytes).split { $0 == .lineFeed || $0 == .carriageReturn }
        for line in lines {
            add(String(decoding: line, as: UTF8.self))
        }
    }

    /// The PATH: the additions before the base, which is not repeated when it begins with them.
    package func path(before base: String) -> String {
        guard !folders.isEmpty else { return base }
        let prefix = folders.reversed().joined(separator: ":")
        if base.isEmpty { return prefix }
        return base.utf8.starts(with: "\(prefix):".utf8) ? base : "\(prefix):\(base)"
    }
}
