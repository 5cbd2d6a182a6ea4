import Planning
import Testing
import Workflows

@Suite("Needs between jobs")
struct NeedsGraphTests {
    private static let text = """
        on: push
        jobs:
          deploy: {needs: [Test, build], runs-on: x}
          Test: {needs: lint, runs-on: x}
          build: {runs-on: x}
          lint: {runs-on: x}
          alone: {runs-on: x}

        """

    @Test("direct needs keep the order written, and case does not matter")
    func direct() throws {
        let graph = NeedsGraph(try Planned.workflow(Self.text))
        #expect(graph.direct(of: "DEPLOY") == ["test", "build"])
        #expect(graph.direct(of: "alone").isEmpty)
        #expect(graph.direct(of: "unknown").isEmpty)
    }

    @Test("a closure has the jobs asked for and what they need, in the workflow's order")
    func closure() throws {
        let graph = NeedsGraph(try Planned.workflow(Self.text))
        #expect(graph.closure(of: ["test"]) == ["test", "lint"])
        #expect(
            graph.closure(of: ["alone", "Deploy"]) == ["deploy", "test", "build", "lint", "alone"]
        )
    }

    @Test("a job is one deeper than the deepest it needs")
    func depths() throws {
        let graph = NeedsGraph(try Planned.workflow(Self.text))
        #expect(graph.depths() == ["deploy": 2, "test": 1, "build": 0, "lint": 0, "alone": 0])
    }

    @Test("jobs are as deep in the order of their needs as in any other")
    func anyOrder() throws {
        let lines = [
            "  lint: {runs-on: x}\n", "  build: {needs: LINT, runs-on: x}\n",
            "  test: {needs: [lint, Build], runs-on: x}\n", "  alone: {runs-on: x}\n",
            "  deploy: {needs: [alone, test, build], runs-on: x}\n",
        ]
        for order in [lines, lines.reversed()] {
            let graph = NeedsGraph(try Planned.workflow("on: push\njobs:\n" + order.joined()))
            #expect(
                graph.depths() == ["lint": 0, "build": 1, "test": 2, "alone": 0, "deploy": 3]
            )
        }
    }

    @Test("a need named twice counts once")
    func repeatedNeed() throws {
        let graph = NeedsGraph(
            try Planned.workflow(
                "on: push\njobs:\n  a: {runs-on: x}\n  b: {needs: [a, a], runs-on: x}\n"
            )
        )
        #expect(graph.depths() == ["a": 0, "b": 1])
    }

    @Test("a chain written backwards is as deep as it is long")
    func longChain() throws {
        let count = 400
        let jobs = (0..<count).reversed().map { number in
            let needs = number > 0 ? "needs: j\(number - 1), " : ""
            return "  j\(number): {\(needs)runs-on: x}\n"
        }
        let graph = NeedsGraph(try Planned.workflow("on: push\njobs:\n" + jobs.joined()))
        #expect(graph.depths()["j\(count - 1)"] == count - 1)
    }
}
