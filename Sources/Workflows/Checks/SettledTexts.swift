import Expressions

/// The templates and conditions of a file that have nothing more to tell.
///
/// Generated workflows say the same in thousands of steps, and the reader parses it once
/// (`ParsedTexts`); so it is also looked at once.
struct SettledTexts {
    private struct Use: Hashable {
        let text: ObjectIdentifier
        let wants: ExpressionVisit.Wanted
    }

    /// For each use of a text, the byte of the file from which on it has nothing to tell.
    private var offsets: [Use: Int] = [:]

    /// Whether a text that stands at a byte of the file has nothing to tell to a key that wants
    /// such a value.
    func contains(
        _ text: ObjectIdentifier,
        _ wants: ExpressionVisit.Wanted,
        at offset: Int
    ) -> Bool {
        offsets[Use(text: text, wants: wants)].map { $0 <= offset } ?? false
    }

    /// Notes that a text has told what there is, but for what stands above a byte of the file.
    mutating func insert(
        _ text: ObjectIdentifier,
        _ wants: ExpressionVisit.Wanted,
        from offset: Int
    ) {
        offsets[Use(text: text, wants: wants)] = offset
    }

    /// Notes that a text had nothing to tell, if it says the same in all jobs and steps.
    mutating func insert(
        _ text: ObjectIdentifier,
        _ wants: ExpressionVisit.Wanted,
        ifAlikeEverywhere expressions: some Collection<Expression>
    ) {
        let changes = expressions.contains { expression in
            expression.asksAboutJobs
                || expression.mentions { name in
                    let name = name.lowercased()
                    // Which `env` a script reads depends on the step.
                    return !Self.alike.contains(name) && (name != "env" || wants == .script)
                }
        }
        if !changes {
            insert(text, wants, from: 0)
        }
    }

    /// The contexts whose types are the same in all places of a file; see `WorkflowTypes.shared`.
    private static let alike: Set<String> = ["github", "runner", "secrets", "strategy", "vars"]
}
