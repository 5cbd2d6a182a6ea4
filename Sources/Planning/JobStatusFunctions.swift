import Expressions

/// `success()`, `failure()`, `cancelled()` and `always()` of a job's `if`.
struct JobStatusFunctions {
    private let needs: NeedsState

    /// Reads the state of the jobs before.
    init(_ needs: NeedsState) {
        self.needs = needs
    }

    /// What `success()` gives, which is also the condition of a job without `if`.
    var isSuccess: Bool { Self.isSuccess([], needs) }

    /// The name of the function that gives true, `skipped` where none does.
    var status: String {
        if needs.isRunCancelled { return "cancelled" }
        if isSuccess { return "success" }
        let hasFailure = Self.considered([], of: needs).contains { $0.result == .failure }
        return hasFailure ? "failure" : "skipped"
    }

    /// The functions by lower-case name.
    var table: [String: EvaluationContext.Function] {
        let needs = needs
        return [
            "always": { _ in true },
            "cancelled": { _ in .boolean(needs.isRunCancelled) },
            "success": { arguments in .boolean(Self.isSuccess(arguments, needs)) },
            "failure": { arguments in
                .boolean(
                    Self.considered(arguments, of: needs).contains { $0.result == .failure }
                )
            },
        ]
    }

    private static func isSuccess(_ arguments: [ExpressionValue], _ needs: NeedsState) -> Bool {
        !needs.isRunCancelled
            && considered(arguments, of: needs).allSatisfy { $0.result == .success }
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
