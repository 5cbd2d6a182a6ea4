/// A version of node.
struct NodeVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The release line.
    let major: Int
    private let rest: [Int]

    /// Reads `20.18.0` or `v20.18.0`; nil for anything else.
    init?(_ text: some StringProtocol) {
        let parts = text.drop { $0 == "v" }.prefix { !$0.isWhitespace }
            .split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, case .some(let major) = parts[0] else { return nil }
        self.major = major
        rest = parts.dropFirst().compactMap(\.self)
        guard rest.count == 2 else { return nil }
    }

    /// The version as node writes it, without the `v`.
    var description: String { ([major] + rest).map(String.init).joined(separator: ".") }

    /// Whether one version is older.
    static func < (left: NodeVersion, right: NodeVersion) -> Bool {
        ([left.major] + left.rest).lexicographicallyPrecedes([right.major] + right.rest)
    }
}
