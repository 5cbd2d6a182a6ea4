/// Why a file that a run was told to read could not be read.
package enum InputError: Error, Hashable, CustomStringConvertible {
    /// The system did not hand over the file; `reason` is its own word for it.
    case unreadable(path: String, reason: String)
    /// A default file is a link to a place outside of the repository.
    case leadsOutside(path: String, flag: String)
    /// The file is not text.
    case notText(path: String)

    /// What to show to the user.
    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read `\(path)`: \(reason)"
        case .leadsOutside(let path, let flag):
            "`\(path)` is a link that leads out of this repository; "
                + "name the file with `\(flag) \(path)`"
        case .notText(let path): "cannot read `\(path)`: it is not UTF-8 text"
        }
    }
}
