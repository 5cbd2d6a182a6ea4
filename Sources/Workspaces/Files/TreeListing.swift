/// The paths of a project in the order git lists them.
struct TreeListing: Sendable {
    /// What git's index says a path is.
    enum Kind: UInt8, Sendable {
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

    /// The arguments of `git` that list the index.
    static let trackedArguments = ["ls-files", "-z", "-s", "-t"]

    /// The arguments of `git` that list files that are neither in the index nor ignored.
    static let untrackedArguments = ["ls-files", "-z", "-o", "--exclude-standard"]

    /// Reads lines of the form `H 100644 <sha> 0\t<path>`.
    ///
    /// An unmerged path is listed up to three times and counts once.
    init(tracked bytes: [UInt8]) {
        paths.reserve(count: bytes.count / 80, byteCount: bytes.count / 2)
        for record in bytes.split(separator: 0) {
            guard let tab = record.firstIndex(of: 0x09) else { continue }
            let path = record[(tab + 1)...]
            if paths.count > 0, paths[paths.count - 1] == path { continue }
            let mode = record[(record.startIndex + 2)..<(record.startIndex + 8)]
            if record.first == UInt8(ascii: "S") { sparse.insert(paths.count) }
            paths.append(path)
            kinds.append(Kind(mode: mode))
        }
    }

    /// Reads paths alone; one that ends with `/` is a repository of its own.
    init(untracked bytes: [UInt8]) {
        for path in bytes.split(separator: 0) {
            if path.last == UInt8(ascii: "/") {
                nestedRepositories.append(String(decoding: path.dropLast(), as: UTF8.self))
            } else {
                paths.append(path)
                kinds.append(.untracked)
            }
        }
    }
}

extension TreeListing.Kind {
    /// Reads the six digits of a mode in git's index.
    fileprivate init(mode: ArraySlice<UInt8>) {
        switch String(decoding: mode, as: UTF8.self) {
        case "120000": self = .link
        case "160000": self = .submodule
        case "100755": self = .executable
        default: self = .file
        }
    }
}
