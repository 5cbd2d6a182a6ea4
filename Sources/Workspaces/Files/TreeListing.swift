/// The paths of a project in the order git lists them.
struct TreeListing: Sendable {
    /// What git's index says a path is.
    enum Kind: UInt8, Sendable {
        /// A mode of the index, or not in the index.
        case file, executable, link, submodule, untracked
    }

    /// The paths below the project's folder.
    var paths = PathList()
    /// What each path is, in the same order.
    var kinds: [Kind] = []
    /// Paths a sparse checkout leaves out of the working tree, by index.
    var sparse: Set<Int> = []
    /// Folders that hold a repository of their own without being a submodule.
    var nestedRepositories: [String] = []
    /// Paths that were not to be listed.
    var leftOut: [String] = []

    /// The arguments of `git` that list the index.
    static let trackedArguments = ["ls-files", "-z", "-s", "-t"]

    /// The arguments of `git` that list files that are neither in the index nor ignored.
    static let untrackedArguments = ["ls-files", "-z", "-o", "--exclude-standard"]

    /// Reads lines of the form `H 100644 <sha> 0\t<path>`.
    ///
    /// An unmerged path is listed up to three times and counts once.
    init(tracked bytes: [UInt8]) {
        paths.reserve(count: bytes.count / 80, byteCount: bytes.count / 2)
        kinds.reserveCapacity(bytes.count / 80)
        PathList.forEachRecord(in: bytes) { record in
            // The tag, the mode and the stage have fixed lengths; the object's name has one of two.
            guard let tab = bytes[record].dropFirst(50).firstIndex(of: 0x09) else { return }
            let path = bytes[(tab + 1)..<record.upperBound]
            let isUnmerged = bytes[tab - 1] != UInt8(ascii: "0")
            if isUnmerged, paths.count > 0, paths[paths.count - 1] == path { return }
            if bytes[record.lowerBound] == UInt8(ascii: "S") { sparse.insert(paths.count) }
            paths.append(path)
            let mode = record.lowerBound + 2
            kinds.append(Kind(mode: bytes[mode..<(mode + 6)]))
        }
    }

    /// Reads paths alone; one that ends with `/` is a repository of its own.
    init(untracked bytes: [UInt8], except excluded: Set<String> = []) {
        let excluded = excluded.map { Array($0.utf8) }
        PathList.forEachRecord(in: bytes) { record in
            let path = bytes[record]
            if excluded.contains(where: path.elementsEqual) {
                leftOut.append(String(decoding: path, as: UTF8.self))
            } else if path.last == UInt8(ascii: "/") {
                nestedRepositories.append(String(decoding: path.dropLast(), as: UTF8.self))
            } else {
                paths.append(path)
                kinds.append(.untracked)
            }
        }
    }
}

extension TreeListing.Kind {
    /// Reads the six digits of a mode in git's index: `100644`, `100755`, `120000`, `160000`.
    fileprivate init(mode: ArraySlice<UInt8>) {
        let digits = mode.dropFirst()
        switch (digits.first, digits.dropFirst(2).first) {
        case (UInt8(ascii: "2"), _): self = .link
        case (UInt8(ascii: "6"), _): self = .submodule
        case (_, UInt8(ascii: "7")): self = .executable
        default: self = .file
        }
    }
}
