import Expressions
import Planning
import Testing

@Suite("Names of jobs")
struct JobNameTests {
    @Test("without a name the id is the base, with a literal name that is, and both get the suffix")
    func suffix() throws {
        #expect(try Planned.names("{v: [1, 2]}") == ["test (1)", "test (2)"])
        let named = try Planned.legs("name: Unit tests\n" + Planned.strategy("{v: [1, 2]}"))
        #expect(named.map(\.name) == ["Unit tests (1)", "Unit tests (2)"])
    }

    @Test("a name with an expression gets no suffix")
    func expressionName() throws {
        let legs = try Planned.legs(
            "name: v${{ matrix.v }} of ${{ strategy.job-total }}\n"
                + Planned.strategy("{v: [1, 2]}")
        )
        #expect(legs.map(\.name) == ["v1 of 2", "v2 of 2"])
    }

    @Test("a name that comes out empty falls back to the built one")
    func emptyName() throws {
        let legs = try Planned.legs(
            "name: ${{ matrix.missing }}\n" + Planned.strategy("{v: [1]}")
        )
        #expect(legs.map(\.name) == ["test (1)"])
        let written = try Planned.legs("name: ''\n" + Planned.strategy("{v: [1]}"))
        #expect(written.map(\.name) == ["test (1)"])
    }

    @Test("null and empty values and mapping keys are left out of the suffix")
    func segments() throws {
        #expect(try Planned.names(#"{v: [null]}"#) == ["test"])
        #expect(try Planned.names(#"{v: [""], w: [x]}"#) == ["test (x)"])
        #expect(try Planned.names("{v: [{key: a, list: [1, true]}]}") == ["test (a, 1, true)"])
    }

    @Test(
        "a suffixed name of more than 100 units is cut to 97 and dots",
        arguments: ["a", "é", "😀"]
    )
    func cut(letter: String) throws {
        let value = String(repeating: letter, count: 100)
        let name = JobName.name(base: "test", segments: [value])
        #expect(name.hasSuffix("..."))
        #expect(name.hasPrefix("test (\(letter)"))
        let units = name.utf16.count
        #expect(units <= 100 && units > 97)
    }

    @Test("a name of exactly 100 units stays")
    func exactlyFull() {
        let value = String(repeating: "a", count: 93)
        #expect(JobName.name(base: "test", segments: [value]) == "test (\(value))")
    }

    @Test("a long name without a suffix stays whole")
    func longBase() {
        let base = String(repeating: "b", count: 120)
        #expect(JobName.name(base: base, segments: []) == base)
    }
}
