/// Why a file that a run was told to read could not be read.
package enum InputError: Error, Hashable, CustomStringConvertible {
    /// The system did not hand over the file; `reason` is its own word for it.
    case unreadable(path: String, reason: String)
    /// The file is not text.
    case notText(path: String)

    /// What to show to the user.
    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read `\(path)`: \(reason)"
        case .notText(let path): "cannot read `\(path)`: it is not UTF-8 text"
        }
    }
}
