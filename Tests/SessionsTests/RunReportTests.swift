import Diagnostics
import RunEvents
import Testing

@testable import Sessions

@Suite("The report of a run")
struct RunReportTests {
    @Test("nothing follows the run's end, and no diagnostic comes twice")
    func end() async {
        let channel = EventChannel()
        let report = RunReport(channel: channel, id: "x")
        let note = Happening.diagnostic(.assumption("once", at: nil, help: nil))
        await report.send(note)
        await report.send(note)
        await report.send(
            .runFinished(RunFinished(conclusion: .success, exitStatus: 0, seconds: 1))
        )
        await report.send(.diagnostic(.assumption("late", at: nil, help: nil)))
        await report.giveUp()
        await channel.finish()
        var kinds: [String] = []
        while let event = await channel.next() {
            switch event.happening {
            case .diagnostic(let diagnostic): kinds.append(diagnostic.message)
            case .runFinished: kinds.append("end")
            default: kinds.append("other")
            }
        }
        #expect(kinds == ["once", "end"])
    }
}
