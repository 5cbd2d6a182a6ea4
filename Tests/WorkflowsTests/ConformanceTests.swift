import Testing

@Suite(
    "GitHub's own workflow cases",
    .enabled(if: ConformanceCase.isPresent, "no conformance data")
)
struct ConformanceTests {
    /// The cases we do not follow, and why.
    static let leftOut = [
        "errors-max-result-size": "counts the bytes of the server's own objects",
        "errors-reusable-workflow-max-result-size": "counts the bytes of the server's own objects",
        "is-partial-rerun": "the order of the server's file table when a run is repeated in part",
    ]

    /// The cases we follow.
    static let followed = ConformanceCase.all.filter { leftOut[$0.name] == nil }

    @Test(
        "a workflow gives exactly GitHub's errors, or GitHub's whole document",
        arguments: followed
    )
    func agreement(_ example: ConformanceCase) {
        let difference = example.difference
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test("what is left out is there and does not pass", arguments: leftOut.keys.sorted())
    func leftOutCase(_ name: String) throws {
        let example = try #require(ConformanceCase.all.first { $0.name == name })
        #expect(example.difference != nil, "it passes: take it off the list")
    }

    @Test("all cases are counted")
    func counts() {
        let passed = Self.followed.count { $0.difference == nil }
        let failed = Self.followed.count - passed
        print(
            "workflow conformance: \(passed) passed, \(Self.leftOut.count) left out, "
                + "\(failed) failed"
        )
        #expect(Self.leftOut.count <= 10)
        #expect(Self.followed.count + Self.leftOut.count == ConformanceCase.all.count)
        #expect(ConformanceCase.all.count >= 195)
    }
}
