import Testing
import Workflows
import Workspaces

@testable import Sessions

@Suite("members of a concurrency group")
struct GroupStateTests {
    private static func member(_ id: String, started: UInt64? = nil) -> GroupState.Member {
        let own = ProcessIdentity.current
        return GroupState.Member(
            id: id,
            title: "run \(id)",
            process: own.process,
            started: started ?? own.started,
            boot: MachineBoot.id
        )
    }

    private static func state(
        _ ids: String...,
        queue: Concurrency.Queue = .single,
        cancels: Bool = false
    ) -> GroupState {
        var state = GroupState()
        for id in ids {
            state.join(member(id), queue: queue, cancelsInProgress: cancels)
            _ = state.advance(id)
        }
        return state
    }

    @Test("the first runs, the second waits for it and runs when it has left")
    func order() {
        var state = Self.state("1", "2")
        #expect(state.advance("1") == .running)
        guard case .waiting(let other) = state.advance("2") else {
            Issue.record("it does not wait")
            return
        }
        #expect(other.id == "1")
        state.leave("1")
        #expect(state.advance("2") == .running)
        state.leave("2")
        #expect(state.members.isEmpty)
    }

    @Test("a newer one takes the place of the one that waits, never of the one that runs")
    func single() {
        var state = Self.state("1", "2", "3")
        #expect(state.advance("1") == .running)
        #expect(state.advance("2") == .replaced(by: "run 3"))
        state.leave("1")
        #expect(state.advance("3") == .running)
    }

    @Test("with a queue all wait in order, and none above a hundred")
    func queue() {
        var state = Self.state("1", "2", "3", queue: .max)
        state.leave("1")
        guard case .waiting = state.advance("3") else {
            Issue.record("it overtakes")
            return
        }
        #expect(state.advance("2") == .running)
        for number in 4...102 {
            state.join(Self.member("\(number)"), queue: .max, cancelsInProgress: false)
        }
        guard case .waiting = state.advance("102") else {
            Issue.record("the hundredth waits")
            return
        }
        state.join(Self.member("103"), queue: .max, cancelsInProgress: false)
        #expect(state.advance("103") == .replaced(by: "the 100 that wait already"))
    }

    @Test("what runs is asked to end once, and the newcomer waits until it has")
    func cancelInProgress() {
        var state = Self.state("1", "2", cancels: true)
        #expect(state.advance("1") == .replaced(by: "run 2"))
        guard case .waiting = state.advance("2") else {
            Issue.record("it does not wait")
            return
        }
        state.join(Self.member("3"), queue: .single, cancelsInProgress: true)
        #expect(state.advance("1") == .replaced(by: "run 2"))
        #expect(state.advance("2") == .replaced(by: "run 3"))
        state.leave("1")
        #expect(state.advance("3") == .running)
    }

    @Test("members of dead processes and of earlier starts of the machine are forgotten")
    func dead() {
        var state = Self.state("1")
        state.join(Self.member("2", started: 1), queue: .max, cancelsInProgress: false)
        state.removeDead()
        #expect(state.members.map(\.id) == ["1"])
    }
}
