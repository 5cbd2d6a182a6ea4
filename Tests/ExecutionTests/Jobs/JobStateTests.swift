import FoundationEssentials
import Planning
import RunEvents
import Testing

@testable import Execution

/// What is known of a job between two steps.
@Suite("States of jobs")
struct JobStateTests {
    @Test("a job's state survives being written down")
    func coding() throws {
        var state = JobState()
        state.status = .failure
        state.setEnvironment("A", "1")
        state.setEnvironment("B", "two\nlines")
        state.addPath("/bin")
        state.unsupported = "nothing runs it"
        state.steps.setOutput("Out", "é", of: "first")
        state.steps.update("first") { record in
            record.outcome = .failure
            record.conclusion = .success
        }
        let written = try JSONEncoder().encode(state)
        #expect(try JSONDecoder().decode(JobState.self, from: written) == state)
    }
}
