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
        let count = workflow.jobs.count
        let parts = count < smallest ? 1 : workers.count
        let found = workers.map(parts) { number in
            var walk = WorkflowWalk(CheckReport(file: file, surroundings: surroundings))
            walk.visit(workflow, jobs: number * count / parts..<(number + 1) * count / parts)
            return walk.report.diagnostics
        }
        return found.flatMap(\.self).inOrderOfPlace
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
    /// - Returns: a warning for each name, at the first place that reads it.
    package static func missingValues(
        in workflow: Workflow,
        of file: SourceFile,
        jobs: Set<String>,
        secrets: [String],
        variables: [String]
    ) -> [Diagnostic] {
        var surroundings = CheckSurroundings()
        surroundings.secrets = secrets
        surroundings.variables = variables
        var walk = WorkflowWalk(
            CheckReport(file: file, surroundings: surroundings),
            rules: .values,
            jobs: jobs
        )
        walk.visit(workflow)
        var report = walk.report
        for value in walk.report.missing.values { value.tell(in: &report) }
        return report.diagnostics.inOrderOfPlace
    }
}
