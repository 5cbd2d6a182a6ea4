import Testing

@Suite(
    "GitHub's own workflow cases",
    .enabled(if: ConformanceCase.isPresent, "no conformance data")
)
struct ConformanceTests {
    /// The cases we do not follow, and why.
    static let leftOut = [
        "errors-anchor-tag": "GitHub has read anchors in workflow files since 2025",
        "errors-max-result-size": "counts the bytes of the server's own objects",
        "errors-reusable-workflow-max-result-size": "counts the bytes of the server's own objects",
        "events-mapping-all":
            "the schema alone takes `branches` with `branches-ignore`; GitHub refuses them",
        "on-workflow_dispatch-unknown-keys-ignored":
            "contradicts `events-single-invalid`, which we follow",
    ]

    /// The cases we follow.
    static let followed = ConformanceCase.all.filter { leftOut[$0.name] == nil }

    @Test("a workflow gives exactly GitHub's errors", arguments: followed)
    func errors(_ example: ConformanceCase) {
        #expect(example.reportedErrors == example.expectedErrors ?? [])
    }

    @Test("nothing is left out that is not there")
    func names() {
        let names = Set(ConformanceCase.all.map(\.name))
        #expect(Self.leftOut.keys.allSatisfy(names.contains))
        #expect(Self.leftOut.count <= 10)
    }
}
