package import Diagnostics

/// What is likely not meant in files that GitHub accepts, and what it refuses beyond one file.
///
/// Errors are what GitHub refuses; what it runs but nobody wants is a warning. The parsers have
/// said before what is wrong with the file itself; nothing of that is said again.
package enum WorkflowChecks {
    /// The findings in a workflow.
    ///
    /// - Parameters:
    ///   - workflow: what `WorkflowParser` read, with or without errors.
    ///   - file: the file it was read from.
    ///   - surroundings: what is known beyond the file.
    ///   - workers: who looks at the jobs of a large workflow, each at some of them.
    /// - Returns: each finding once, in the order of the places they are about.
    package static func findings(
        in workflow: Workflow,
        of file: SourceFile,
        surroundings: CheckSurroundings,
        workers: Workers = .one
    ) -> [Diagnostic] {
        let found = inStretches(of: workflow, workers) { stretch in
            var walk = WorkflowWalk(CheckReport(file: file, surroundings: surroundings))
            walk.visit(workflow, jobs: stretch)
            return walk.report.diagnostics
        }
        return found.flatMap { $0 }.inOrderOfPlace
    }

    /// What is found in stretches of a workflow's jobs, in their order.
    private static func inStretches<Found: Sendable>(
        of workflow: Workflow,
        _ workers: Workers,
        _ find: @Sendable (Range<Int>) -> [Found]
    ) -> [[Found]] {
        let count = workflow.jobs.count
        let parts = count < smallest ? 1 : workers.count
        return workers.map(parts) { find($0 * count / parts..<($0 + 1) * count / parts) }
    }

    /// Workflows of fewer jobs are looked at as fast by one.
    private static let smallest = 100

    /// The findings in an action's manifest.
    ///
    /// - Parameters:
    ///   - manifest: what `ActionManifestParser` read, with or without errors.
    ///   - file: the file it was read from.
    ///   - surroundings: what is known beyond the file.
    /// - Returns: each finding once, in the order of the places they are about.
    package static func findings(
        in manifest: ActionManifest,
        of file: SourceFile,
        surroundings: CheckSurroundings
    ) -> [Diagnostic] {
        var walk = WorkflowWalk(CheckReport(file: file, surroundings: surroundings))
        walk.visit(manifest)
        return walk.report.diagnostics.inOrderOfPlace
    }

    /// The secrets and variables that jobs of a workflow read and a run has not.
    ///
    /// What an expression asks for, as in `secrets.X || 'other'`, may well be missing.
    ///
    /// - Parameters:
    ///   - workflow: what `WorkflowParser` read.
    ///   - file: the file it was read from.
    ///   - jobs: the ids of the jobs that are to run, in lower case.
    ///   - secrets: the names of all secrets the run has.
    ///   - variables: the names of all variables the run has.
    ///   - workers: who looks at the jobs of a large workflow, each at some of them.
    /// - Returns: a warning for each name, at the first place that reads it.
    package static func missingValues(
        in workflow: Workflow,
        of file: SourceFile,
        jobs: Set<String>,
        secrets: [String],
        variables: [String],
        workers: Workers = .one
    ) -> [Diagnostic] {
        var surroundings = CheckSurroundings()
        surroundings.secrets = secrets
        surroundings.variables = variables
        let empty = CheckReport(file: file, surroundings: surroundings)
        let contexts = WorkflowTypes(workflow, surroundings).shared
        let most = workflow.valuesRead.count { MissingValue.isMissing($0, from: contexts) }
        guard most > 0 else { return [] }
        let found = inStretches(of: workflow, workers) { stretch in
            var walk = WorkflowWalk(empty, rules: .values, jobs: jobs, mostMissing: most)
            walk.visit(workflow, jobs: stretch)
            return Array(walk.report.missing.values)
        }
        var first = empty
        for value in found.joined() { first.note(value) }
        var report = first
        for value in first.missing.values { value.tell(in: &report) }
        return report.diagnostics.inOrderOfPlace
    }
}
