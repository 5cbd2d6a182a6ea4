import Planning
import Testing
import Workflows

/// Which jobs `--job` leaves, also in called workflows.
@Suite("Selections of jobs")
struct JobSelectionTests {
    private static let caller = """
        on: push
        jobs:
          build: {runs-on: x}
          deploy: {needs: build, uses: ./.github/workflows/c.yml}
          after: {needs: deploy, runs-on: x}

        """
    private static let called = """
        on: workflow_call
        jobs:
          first: {runs-on: x}
          check: {needs: first, runs-on: x}
          last: {needs: check, runs-on: x}

        """

    /// The ids that a plan has for these paths, those of the called file behind the caller's.
    private func ids(_ paths: String...) throws -> [String] {
        let (workflow, called) = try files()
        let plan = RunPlan.make(
            workflow,
            planner: Planned.planner(called: called),
            selection: JobSelection(paths: paths, of: workflow, called: called)
        )
        return plan.jobs.flatMap { job -> [String] in
            guard case .calls(let calls) = job.fate else { return [job.id] }
            return [job.id] + calls.flatMap(\.jobs).map { "\(job.id)/\($0.id)" }
        }
    }

    private func files() throws -> (workflow: Workflow, called: CalledWorkflows) {
        let workflow = try Planned.workflow(Self.caller)
        let files = ["./.github/workflows/c.yml": Self.called]
        return (workflow, Planned.called(by: workflow, files))
    }

    @Test("a job of a called workflow is named behind the job that calls it, and brings its needs")
    func inner() throws {
        #expect(
            try ids("Deploy/Check") == ["build", "deploy", "deploy/first", "deploy/check"]
        )
        #expect(try ids("deploy/first", "deploy").count == 5)
        #expect(try ids("after", "deploy/first").contains("deploy/first"))
        #expect(try !ids("after", "deploy/first").contains("deploy/check"))
    }

    @Test("a path that leads nowhere is answered by those there are")
    func nowhere() throws {
        let (workflow, called) = try files()
        func answer(_ path: String) -> [String]? {
            JobSelection.alternatives(to: path, in: workflow, called: called)
        }
        #expect(answer("deploy/last") == nil)
        #expect(answer("build/last") == ["build", "deploy", "after"])
        #expect(answer("deploy/x") == ["deploy/first", "deploy/check", "deploy/last"])
        #expect(JobSelection.none.isEmpty && !JobSelection.all.isEmpty)
    }
}
