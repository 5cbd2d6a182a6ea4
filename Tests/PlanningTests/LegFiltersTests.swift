import Planning
import Testing
import Workflows

/// Which legs `--matrix` leaves, and what it says when it leaves none.
@Suite("Leg filters")
struct LegFiltersTests {
    private func choice(_ filters: (String, String)...) throws -> String {
        let legs = try Planned.legs(Planned.strategy("{os: [linux, mac], n: [1, 2]}"))
        switch LegFilters(filters.map { (key: $0.0, value: $0.1) }).choose(
            from: legs.map { .job($0) }
        ) {
        case .legs(let legs):
            return legs.map { $0.leg.nameSegments.joined(separator: "-") }.joined(separator: " ")
        case .none(let reason): return reason
        }
    }

    @Test("a filter narrows the jobs that have its key, and no others")
    func narrowing() throws {
        #expect(try choice(("OS", "mac")) == "mac-1 mac-2")
        #expect(try choice(("os", "mac"), ("n", "2"), ("other", "x")) == "mac-2")
        #expect(try choice(("other", "x")) == "linux-1 linux-2 mac-1 mac-2")
    }

    @Test("a value that no leg has is answered by those there are")
    func missing() throws {
        #expect(
            try choice(("os", "linus"))
                == "no leg of its matrix has `os: linus`, only `linux`, `mac`; "
                + "did you mean `linux`?"
        )
        let problem = LegFilters([(key: "oss", value: "mac")]).problem(among: ["os", "n"])
        #expect(problem?.hasSuffix("the key `oss` of `--matrix`; did you mean `os`?") == true)
        #expect(LegFilters([(key: "N", value: "9")]).problem(among: ["os", "n"]) == nil)
    }
}
