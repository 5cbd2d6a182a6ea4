import Diagnostics
import Expressions
import Planning
import Testing
import Workflows

@testable import Execution

/// What `container` and `services` ask for once their expressions are known.
@Suite("Requests for containers")
struct ContainerRequestTests {
    private let reader = TemplateReader(
        EvaluationContext([
            "matrix": .object([
                ("key", "image"), ("name", "store"),
                ("rest", .object([("env", .object([("A", "1")])), ("ports", .array(["80"]))])),
            ])
        ])
    )

    private struct NoSteps: Error {}

    private func work(_ keys: String) throws -> StepsJob {
        let text = "on: push\njobs: { a: { runs-on: x, \(keys), steps: [{ run: 'true' }] } }\n"
        let (workflow, problems) = WorkflowParser.parse(SourceFile(path: "ci.yml", text: text))
        try #require(problems.map(\.message) == [])
        guard case .steps(let work) = try #require(workflow?.jobs.first).kind else {
            throw NoSteps()
        }
        return work
    }

    @Test("keys may be expressions, and entries inserted, as on GitHub")
    func keys() throws {
        let written = try #require(
            try work(
                """
                container: { '${{ matrix.key }}': 'debian:12', '${{ insert }}': '${{ matrix.rest }}' }
                """
            ).container
        )
        let request = try #require(try ContainerRequest(written, reader: reader))
        #expect(request.image == "debian:12" && request.ports.map(\.value) == ["80"])
        #expect(request.environment == [EnvironmentEntry("A", "1")])
    }

    @Test("a service's name may be an expression")
    func alias() throws {
        let work = try work("services: { '${{ matrix.name }}': { image: 'redis:7' } }")
        let requests = try ServiceRequest.all(work.services, reader: reader)
        #expect(requests.map(\.alias) == ["store"])
        #expect(requests.first?.container?.image == "redis:7")
    }

    @Test("a key that an expression gives and no container has is an error")
    func unknown() throws {
        let work = try work("container: { '${{ matrix.name }}': 'debian:12' }")
        let written = try #require(work.container)
        let error = #expect(throws: EvaluationFailure.self) {
            try ContainerRequest(written, reader: reader)
        }
        #expect(error?.message == "Unexpected value 'store'")
    }
}
