import Expressions

/// `success()`, `failure()`, `cancelled()` and `always()` of a job's `if`.
struct JobStatusFunctions {
    private let needs: NeedsState

    /// Reads the state of the jobs before.
    init(_ needs: NeedsState) {
        self.needs = needs
    }

    /// The functions by lower-case name.
    var table: [String: EvaluationContext.Function] {
        let needs = needs
        return [
            "always": { _ in true },
            "cancelled": { _ in .boolean(needs.isRunCancelled) },
            "success": { arguments in
                let jobs = Self.considered(arguments, of: needs)
                return .boolean(
                    !needs.isRunCancelled && jobs.allSatisfy { $0.result == .success }
                )
            },
            "failure": { arguments in
                .boolean(
                    Self.considered(arguments, of: needs).contains { $0.result == .failure }
                )
            },
        ]
    }

    private static func considered(
        _ arguments: [ExpressionValue],
        of needs: NeedsState
    ) -> [FinishedJob] {
        guard !arguments.isEmpty else { return needs.ancestors }
        let named = Set(arguments.map { $0.asString.lowercased() })
        return needs.direct.filter { named.contains($0.id.lowercased()) }
    }
}
