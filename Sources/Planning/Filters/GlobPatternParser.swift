/// Reads the elements of a `GlobPattern`.
struct GlobPatternParser {
    private var rest: Substring.UnicodeScalarView
    private var elements: [GlobPattern.Element] = []

    /// A parser of one pattern's text.
    init(_ text: String) {
        rest = text[...].unicodeScalars
    }

    /// The elements of the whole text.
    mutating func parse() throws(GlobPatternError) -> [GlobPattern.Element] {
        guard !rest.isEmpty else { throw .empty }
        while let scalar = rest.popFirst() {
            switch scalar {
            case "*": star()
            case "?", "+": try repetition(scalar)
            case "[": elements.append(.once(.among(try set())))
            case "\\":
                guard let next = rest.popFirst() else { throw .nothingAfterBackslash }
                elements.append(.once(.one(next)))
            default: elements.append(.once(.one(scalar)))
            }
        }
        return elements
    }

    private mutating func star() {
        guard rest.first == "*" else {
            elements.append(.many(.allButSlash))
            return
        }
        rest.removeFirst()
        if rest.first == "/" {
            rest.removeFirst()
            elements += [.folders, .insideFolders]
        } else {
            elements.append(.many(.all))
        }
    }

    private mutating func repetition(_ sign: Unicode.Scalar) throws(GlobPatternError) {
        guard case .once(let scalars) = elements.last else {
            throw .nothingBefore(Character(sign))
        }
        if sign == "?" {
            elements[elements.count - 1] = .optional(scalars)
        } else {
            elements.append(.many(scalars))
        }
    }

    private mutating func set() throws(GlobPatternError) -> [ClosedRange<Unicode.Scalar>] {
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        while let first = rest.popFirst() {
            if first == "]", !ranges.isEmpty { return ranges }
            if first == "]" { throw .badSet }
            guard rest.first == "-", let last = rest.dropFirst().first, last != "]" else {
                ranges.append(first...first)
                continue
            }
            rest.removeFirst(2)
            guard first <= last else { throw .badRange("\(first)-\(last)") }
            ranges.append(first...last)
        }
        throw .badSet
    }
}
