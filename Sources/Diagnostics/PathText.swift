/// Paths as text, without a look at any disk.
package enum PathText {
    /// A path made absolute from a folder, with `.` and `..` resolved by name.
    package static func absolute(_ path: String, from folder: String = "/") -> String {
        let whole = path.hasPrefix("/") ? path : "\(folder)/\(path)"
        var parts: [Substring] = []
        for part in whole.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        // For `joined` the runtime would go through all conformances of the program.
        var absolute = parts.isEmpty ? "/" : ""
        for part in parts {
            absolute += "/"
            absolute.append(contentsOf: part)
        }
        return absolute
    }

    /// Where a symbolic link at a path leads; an absolute target stays as it is.
    package static func target(_ target: String, ofLinkAt path: String) -> String {
        target.hasPrefix("/") ? target : absolute("../\(target)", from: path)
    }
}
