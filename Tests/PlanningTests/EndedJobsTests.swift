import Synchronization
import Testing

@testable import Planning

@Suite("jobs that have ended")
struct EndedJobsTests {
    /// How often the needs of a job were looked up.
    private final class Lookups: Sendable {
        private let counted = Mutex(0)
        var count: Int { counted.withLock { $0 } }

        /// A chain of jobs, each of which needs the one before and the first.
        func direct(_ id: String) -> [String] {
            counted.withLock { $0 += 1 }
            guard let number = Int(id), number > 0 else { return [] }
            return ["\(number - 1)", "0"]
        }
    }

    @Test(
        "what a job of a chain costs does not grow with the chain",
        arguments: [JobResult.success, .failure, .skipped]
    )
    func chain(first: JobResult) {
        let lookups = Lookups()
        var ended = EndedJobs { lookups.direct($0) }
        let count = 5_000
        for number in 0..<count {
            let needs = ended.needs(of: "\(number)")
            #expect(needs.ancestors.count <= 4)
            let result =
                number == 0
                ? first
                : needs.ancestors.allSatisfy { $0.result == .success }
                    ? .success : .skipped
            ended.end(FinishedJob(id: "\(number)", result: result), isNotRun: number == 7)
        }
        #expect(ended.notRunNeed(of: "\(count - 1)")?.id == "7")
        let last = ended.needs(of: "\(count - 1)").ancestors.map(\.result)
        #expect(last.contains(.failure) == (first == .failure))
        #expect(lookups.count < 10 * count, "\(lookups.count) lookups")
    }

    @Test("a job sees how those behind one that has not ended did, the first of each kind")
    func behindOpenJobs() {
        let needs = ["d": ["c"], "c": ["b", "a"]]
        var ended = EndedJobs { needs[$0] ?? [] }
        ended.end(FinishedJob(id: "B", result: .failure))
        ended.end(FinishedJob(id: "a", result: .failure))
        let state = ended.needs(of: "D")
        #expect(state.direct.isEmpty)
        #expect(state.ancestors.map(\.id) == ["a"])
    }
}
