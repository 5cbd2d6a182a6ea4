/// The problem matchers at work on one step's output.
struct LineWatch: Sendable {
    /// What a line is for the matchers.
    struct Finding {
        /// The problem that stands for the line; nil for a plain line.
        var problem: FoundProblem?
        /// What is to say as debug lines.
        var remarks: [String] = []
        /// What is to say as warnings.
        var warnings: [String] = []
    }

    private var active: [ProblemMatching] = []
    /// The owners of matchers that could not look at some line, which is said once of each.
    private var unread: Set<String> = []

    /// Whether any line has to be looked at.
    var isIdle: Bool { active.isEmpty }

    /// Takes the job's matchers as they are now; those that stay remember their lines.
    mutating func follow(_ matchers: [ProblemMatcher], replacing owners: [String]) {
        let changed = Set(owners.map { $0.lowercased() })
        let before = active
        active = matchers.map { matcher in
            let owner = matcher.owner.lowercased()
            let old = before.first { $0.matcher.owner.lowercased() == owner }
            guard let old, !changed.contains(owner) else { return ProblemMatching(matcher) }
            return old
        }
    }

    /// Looks at a line as it is shown: a capture may begin in the middle of a secret.
    mutating func look(at raw: String, masks: SecretMasks) -> Finding {
        let line = masks.masked(raw).text
        var finding = Finding()
        for owner in active.map(\.matcher.owner) {
            guard let index = active.firstIndex(where: { $0.matcher.owner == owner }) else {
                continue
            }
            let parts: [ProblemMatcher.Part: String]?
            do {
                parts = try active[index].match(line)
            } catch .tooManyWays {
                finding.warnings.append(
                    "Removing issue matcher '\(owner)'. Matcher failed. Error: "
                        + "its expression tries too many ways on one line"
                )
                active.remove(at: index)
                continue
            } catch {
                if unread.insert(owner).inserted { finding.warnings.append(Self.unread(owner)) }
                continue
            }
            guard let parts else { continue }
            for other in active.indices where other != index { active[other].reset() }
            switch FoundProblem.read(parts, of: active[index].matcher, line: line, masks: masks) {
            case .problem(let problem):
                finding.problem = problem
                return finding
            case .nothing(let reason): finding.remarks.append(reason)
            }
        }
        return finding
    }

    private static func unread(_ owner: String) -> String {
        "Issue matcher '\(owner)' cannot look at lines on which its expression repeats a group "
            + "about 1,000 times; it goes on with the next line"
    }
}
