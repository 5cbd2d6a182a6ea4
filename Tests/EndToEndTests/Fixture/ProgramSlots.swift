/// Lets only a few tests run the program at once, so that no run is starved to its deadline.
///
/// All runs of one test share its place: with a place each, tests that need two runs side by side
/// could wait for each other's.
actor ProgramSlots {
    static let shared = ProgramSlots(count: 4)

    private let count: Int
    private var running: [String: Int] = [:]
    private var waiting: [(test: String, turn: CheckedContinuation<Void, Never>)] = []

    private init(count: Int) {
        self.count = count
    }

    /// Waits for a place for one run of a test, which its fixture's folder stands for.
    func take(for test: String) async {
        if running[test] != nil || running.count < count {
            running[test, default: 0] += 1
            return
        }
        await withCheckedContinuation { waiting.append((test, $0)) }
    }

    /// Notes the end of a run; the last one's place goes to the test that waits longest.
    func giveBack(for test: String) {
        running[test, default: 1] -= 1
        guard running[test] == 0 else { return }
        running[test] = nil
        guard let next = waiting.first?.test else { return }
        let turns = waiting.filter { $0.test == next }.map(\.turn)
        waiting.removeAll { $0.test == next }
        running[next] = turns.count
        for turn in turns { turn.resume() }
    }
}
