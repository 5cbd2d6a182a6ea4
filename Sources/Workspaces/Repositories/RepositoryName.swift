/// `owner/name` of a repository on a git host.
package struct RepositoryName: Sendable, Hashable, CustomStringConvertible {
    /// The account, as written.
    package let owner: String
    /// The repository's own name, as written.
    package let name: String

    /// `owner/name`.
    package var description: String { "\(owner)/\(name)" }

    /// Takes the two parts; nil when one cannot be part of a repository's address.
    ///
    /// Letters, digits, `.`, `_` and `-` are what GitHub allows; anything else could change which
    /// address is asked.
    package init?(owner: String, name: String) {
        guard Self.isPart(owner), Self.isPart(name) else { return nil }
        self.owner = owner
        self.name = name
    }

    /// Reads `owner/name`.
    package init?(parsing text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        self.init(owner: String(parts[0]), name: String(parts[1]))
    }

    private static func isPart(_ text: String) -> Bool {
        !text.isEmpty && text != "." && text != ".." && !text.hasPrefix("-")
            && text.utf8.count <= 100
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
