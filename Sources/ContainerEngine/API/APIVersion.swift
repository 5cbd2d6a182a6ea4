/// A version of the Engine API, such as 1.41.
package struct APIVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Changes when older clients stop working.
    package var major: Int
    /// Grows with every addition to the API.
    package var minor: Int

    /// The newest version whose behaviour this room was written against.
    static let newest = APIVersion(major: 1, minor: 51)
    /// The oldest version that has everything we ask for.
    static let oldest = APIVersion(major: 1, minor: 41)

    /// A version by its two numbers.
    package init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// The version that a text like `1.41` names, `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]) else {
            return nil
        }
        self.init(major: major, minor: minor)
    }

    /// The version as a path of the API has it, without its `v`.
    package var description: String { "\(major).\(minor)" }

    /// Orders by age: 1.9 before 1.41.
    package static func < (left: APIVersion, right: APIVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
