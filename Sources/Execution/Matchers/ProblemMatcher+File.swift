import Expressions

/// Why a problem matcher file is not taken, mostly in the words of GitHub's runner.
struct ProblemMatcherError: Error, CustomStringConvertible {
    let description: String
}

extension ProblemMatcher {
    /// The largest file that is read, in bytes.
    static let largestFile = 1 << 20

    /// The matchers of a file, all of them sound.
    static func all(inFile json: String) throws(ProblemMatcherError) -> [ProblemMatcher] {
        let value: ExpressionValue
        do {
            value = try ExpressionValue(json: json)
        } catch {
            throw ProblemMatcherError(description: "\(error)")
        }
        guard case .object(let file) = value, let entries = file["problemMatcher"] else {
            return []
        }
        let objects = try Self.objects(entries, named: "problemMatcher")
        var matchers: [ProblemMatcher] = []
        for object in objects {
            let matcher = try ProblemMatcher(object)
            if matchers.contains(where: { $0.owner.lowercased() == matcher.owner.lowercased() }) {
                throw ProblemMatcherError(
                    description: "Duplicate owner name '\(matcher.owner)'"
                )
            }
            matchers.append(matcher)
        }
        return matchers
    }

    private static func objects(
        _ value: ExpressionValue,
        named name: String
    ) throws(ProblemMatcherError) -> [ExpressionObject] {
        guard case .array(let array) = value else {
            throw ProblemMatcherError(description: "`\(name)` is no sequence")
        }
        var objects: [ExpressionObject] = []
        for element in array.elements {
            guard case .object(let object) = element else {
                throw ProblemMatcherError(description: "`\(name)` has an entry that is no mapping")
            }
            objects.append(object)
        }
        return objects
    }

    private init(_ object: ExpressionObject) throws(ProblemMatcherError) {
        owner = object["owner"]?.asString ?? ""
        guard !owner.allSatisfy(\.isWhitespace) else {
            throw ProblemMatcherError(description: "Owner must not be empty")
        }
        severity = object["severity"]?.asString ?? ""
        guard ["", "error", "warning", "notice"].contains(severity.lowercased()) else {
            throw ProblemMatcherError(
                description:
                    "Matcher '\(owner)' contains unexpected default severity '\(severity)'"
            )
        }
        fromPath = object["fromPath"]?.asString ?? ""
        let written = try Self.objects(object["pattern"] ?? .array([]), named: "pattern")
        guard !written.isEmpty else {
            throw ProblemMatcherError(
                description: "Matcher '\(owner)' does not contain any patterns"
            )
        }
        var patterns: [Pattern] = []
        for object in written { patterns.append(try Pattern(object)) }
        try Self.check(patterns)
        self.patterns = patterns
    }

    private static func check(_ patterns: [Pattern]) throws(ProblemMatcherError) {
        var seen: Set<Part> = []
        for (index, pattern) in patterns.enumerated() {
            let isLast = index == patterns.count - 1
            if pattern.isLoop, index == 0 || !isLast {
                throw ProblemMatcherError(
                    description: "Only the last pattern in a multiline matcher may set 'loop'"
                )
            }
            if pattern.isLoop, pattern.groups[.message] == nil {
                throw ProblemMatcherError(description: "The loop pattern must set 'message'")
            }
            for part in Part.allCases where pattern.groups[part] != nil {
                guard seen.insert(part).inserted else {
                    throw ProblemMatcherError(
                        description: "The property '\(part.rawValue)' is set twice"
                    )
                }
            }
        }
        guard seen.contains(.message) else {
            throw ProblemMatcherError(description: "At least one pattern must set 'message'")
        }
    }
}

extension ProblemMatcher.Pattern {
    fileprivate init(_ object: ExpressionObject) throws(ProblemMatcherError) {
        let source = object["regexp"]?.asString ?? ""
        do {
            expression = try LineExpression(source)
            limit = nil
        } catch let error where error.isOwnLimit {
            expression = nil
            limit = "its expression `\(source.prefix(200))` has \(error)"
        } catch {
            throw ProblemMatcherError(description: "Invalid pattern '\(source)'. \(error)")
        }
        var groups: [ProblemMatcher.Part: Int] = [:]
        for part in ProblemMatcher.Part.allCases {
            guard let value = object[part.rawValue], value != .null else { continue }
            guard let number = Int(exactly: value.asNumber), number >= 0,
                number <= expression?.groupCount ?? .max
            else {
                throw ProblemMatcherError(
                    description: "The property '\(part.rawValue)' is set to \(value.asString) "
                        + "which is out of range"
                )
            }
            groups[part] = number
        }
        self.groups = groups
        isLoop = object["loop"]?.isTruthy ?? false
    }
}
