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

    @Test("a key that holds a colon is found")
    func colon() throws {
        let legs = try Planned.legs(Planned.strategy("{'os:name': ['a:b', c]}"))
        guard
            case .legs(let found) = LegFilters([(key: "OS", value: "name:a:b")])
                .choose(from: legs.map { .job($0) })
        else {
            Issue.record("no leg is left")
            return
        }
        #expect(found.map { $0.leg.nameSegments } == [["a:b"]])
        #expect(LegFilters([(key: "os", value: "name:c")]).problem(among: ["os:name"]) == nil)
        #expect(LegFilters([(key: "os", value: "c")]).problem(among: ["os:name"]) != nil)
    }
}
