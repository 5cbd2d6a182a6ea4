/// A pattern of a branch, tag or path filter.
///
/// `*` any characters but `/`; `**` any characters; `**/` also nothing; `?` zero or one, `+` one or
/// more of the character before; `[a-z0]` one of these; `\` takes the next character as it is. A
/// pattern matches whole names, and letters in their case. A leading `!` is not part of it.
///
/// Source:
/// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#filter-pattern-cheat-sheet>
package struct GlobPattern: Sendable, Hashable {
    /// What one element takes.
    enum Scalars: Sendable, Hashable {
        case one(Unicode.Scalar)
        case among([ClosedRange<Unicode.Scalar>])
        case allButSlash, all

        /// Whether a character is among them.
        func contains(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .one(let one): one == scalar
            case .among(let ranges): ranges.contains { $0.contains(scalar) }
            case .allButSlash: scalar != "/"
            case .all: true
            }
        }
    }

    /// A state of the matcher and how it goes on.
    enum Element: Sendable, Hashable {
        case once(Scalars)
        case optional(Scalars)
        case many(Scalars)
        /// The beginning of `**/`, which may be skipped together with the element after it.
        case folders
        /// Inside `**/`: goes on until a `/`.
        case insideFolders
    }

    private let elements: [Element]

    /// Reads a pattern.
    package init(_ text: String) throws(GlobPatternError) {
        var parser = GlobPatternParser(text)
        elements = try parser.parse()
    }

    /// Whether the pattern matches a whole name.
    ///
    /// All ways to match are followed at once, so no pattern takes more than its length times the
    /// name's.
    package func matches(_ name: String) -> Bool {
        var states = [Bool](repeating: false, count: elements.count + 1)
        states[0] = true
        skipOptional(&states)
        for scalar in name.unicodeScalars {
            var next = [Bool](repeating: false, count: states.count)
            for (index, element) in elements.enumerated() where states[index] {
                advance(element, at: index, over: scalar, &next)
            }
            guard next.contains(true) else { return false }
            skipOptional(&next)
            states = next
        }
        return states[elements.count]
    }

    private func advance(
        _ element: Element,
        at index: Int,
        over scalar: Unicode.Scalar,
        _ next: inout [Bool]
    ) {
        switch element {
        case .once(let scalars), .optional(let scalars):
            if scalars.contains(scalar) { next[index + 1] = true }
        case .many(let scalars):
            if scalars.contains(scalar) { next[index] = true }
        case .folders:
            next[index + 1] = true
        case .insideFolders:
            next[index] = true
            if scalar == "/" { next[index + 1] = true }
        }
    }

    /// Adds what can be reached without a character.
    private func skipOptional(_ states: inout [Bool]) {
        for (index, element) in elements.enumerated() where states[index] {
            switch element {
            case .optional, .many: states[index + 1] = true
            case .folders: states[index + 2] = true
            case .once, .insideFolders: break
            }
        }
    }
}
