import Expressions

/// Why a job or step would run or not.
package struct ConditionExplanation: Sendable, Hashable {
    /// When it runs, as far as that can be told before a run.
    package enum Answer: String, Sendable, Hashable {
        /// Whatever happens before it.
        case always
        /// Unless something before it fails or the run is cancelled.
        case unlessFailed
        /// Unless the run is cancelled.
        case unlessCancelled
        /// Only after something before it failed.
        case onFailure
        /// Only when the run is cancelled.
        case onCancellation
        /// After a failure or a cancellation, and not without one.
        case unlessPassed
        /// Never.
        case never
        /// Only a run can tell.
        case unknown
        /// Its evaluation fails.
        case fails
    }

    /// The condition as GitHub evaluates it; nil when none is written.
    package let text: String?
    /// When it runs.
    package let answer: Answer
    /// What it reads that is known.
    package private(set) var facts: [Fact]
    /// What it reads that only a run can tell, as written.
    package let unknowns: [String]
    /// Why its evaluation fails.
    package let failure: String?

    /// Something the condition reads, and its value as it would stand in an expression.
    package struct Fact: Sendable, Hashable {
        /// The mention, such as `github.ref`.
        package let text: String
        /// Its value, on one line.
        package let value: String
    }

    /// How things may stand when the turn of a job or step comes.
    enum Situation: CaseIterable {
        case passing, failed, cancelled
    }

    /// Whether another leg's condition has the same answer, for the same reason where it fails.
    func agrees(_ other: ConditionExplanation) -> Bool {
        answer == other.answer && unknowns == other.unknowns && failure == other.failure
    }

    /// The same with the facts alone that hold for another leg, too.
    func sharing(with other: ConditionExplanation) -> ConditionExplanation {
        var shared = self
        shared.facts = facts.filter { other.facts.contains($0) }
        return shared
    }

    /// Explains a condition.
    ///
    /// - Parameters:
    ///   - condition: the condition; nil for `success()`.
    ///   - unknown: what only a run can tell.
    ///   - context: what is known in each situation.
    init(
        _ condition: Condition?,
        unknown: Condition.Unknown,
        context: (Situation) -> EvaluationContext
    ) {
        let written = condition ?? .success
        text = condition?.expression == nil ? nil : condition?.text
        let passing = context(.passing)
        facts = written.facts(in: passing, unknown: unknown).map { fact in
            Fact(text: fact.text, value: Self.short(fact.value))
        }
        unknowns = written.unknowns(unknown)
        do throws(EvaluationError) {
            var truths: [Bool?] = []
            for situation in Situation.allCases {
                truths.append(try written.truth(in: context(situation), unknown: unknown))
            }
            answer = Self.answer(truths)
            failure = nil
        } catch {
            (answer, failure) = (.fails, error.description)
        }
    }

    /// The answer from the truths while passing, after a failure and after a cancellation.
    private static func answer(_ truths: [Bool?]) -> Answer {
        switch (truths[0], truths[1], truths[2]) {
        case (nil, _, _): .unknown
        case (true?, true?, true?): .always
        case (true?, true?, _): .unlessCancelled
        case (true?, _, _): .unlessFailed
        case (false?, true?, true?): .unlessPassed
        case (false?, true?, _): .onFailure
        case (false?, false?, true?): .onCancellation
        case (false?, false?, false?): .never
        case (false?, _, _): .unknown
        }
    }

    private static func short(_ value: ExpressionValue) -> String {
        let text = value.isPrimitive ? value.literalText : value.exactJSON
        let line = text.replacing("\n", with: "\\n")
        return line.count > 80 ? line.prefix(79) + "…" : line
    }
}
