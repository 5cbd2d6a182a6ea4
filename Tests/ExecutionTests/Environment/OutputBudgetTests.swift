import Testing

@testable import Execution

/// How large outputs may be.
@Suite("Sizes of outputs")
struct OutputBudgetTests {
    @Test("all jobs of a run together may give 50 MiB in UTF-16")
    func ofRun() throws {
        let budget = OutputBudget()
        let text = String(repeating: "é", count: OutputBudget.ofJob / 2 - 1)
        for _ in 0..<50 { try budget.take([("n", text)]) }
        let error = #expect(throws: OutputsTooLarge.self) { try budget.take([("n", "")]) }
        #expect(error?.description.contains("50 MiB") == true)
    }
}
