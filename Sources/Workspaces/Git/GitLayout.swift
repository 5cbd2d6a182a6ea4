/// Where the parts of a repository lie; all paths are absolute.
package struct GitLayout: Sendable, Hashable {
    /// The working tree's top folder.
    package let topLevel: String
    /// The `.git` folder of this working tree: `HEAD` and the index.
    package let gitDirectory: String
    /// The `.git` folder that all working trees share: objects and refs.
    package let commonDirectory: String
    /// The project's folder below the top with a `/` at its end; empty when it is the top.
    package let prefix: String
    /// `sha1` or `sha256`.
    package let objectFormat: String
    /// Whether git trusts the executable bit of files on disk.
    package let trustsFileMode: Bool
    /// Whether objects may be missing that the remote would send on demand.
    package let isPartial: Bool
}
