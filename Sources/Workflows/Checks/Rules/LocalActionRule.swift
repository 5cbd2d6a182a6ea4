import Diagnostics
import Expressions

/// `uses: ./folder` where nothing can have put the folder, and `uses: $/folder` without one.
enum LocalActionRule {
    /// Checks a step that uses a folder of the workspace or of the commit.
    static func check(_ visit: StepVisit, _ report: inout CheckReport) {
        guard visit.job != nil, case .uses(let uses) = visit.step.kind else {
            return
        }
        switch uses.reference.value {
        case .local(let path): check(path, of: uses, visit, &report)
        case .sameRepository(let path):
            if let problem = problem(with: uses, named: "$/\(path)", report) {
                report.warn(
                    .localAction,
                    problem,
                    at: uses.reference.span,
                    help: "the path starts at the repository's root"
                )
            }
        case .repository, .docker: break
        }
    }

    private static func check(
        _ path: String,
        of uses: UsesStep,
        _ visit: StepVisit,
        _ report: inout CheckReport
    ) {
        if !visit.earlier.contains(where: mayBringFiles) {
            report.warn(
                .localAction,
                "no step before this one brings `\(path)` into the workspace",
                at: uses.reference.span,
                help: "put `- uses: actions/checkout@v4` above it"
            )
            return
        }
        guard let problem = problem(with: uses, named: path, report),
            !visit.earlier.contains(where: { mayMake(path, $0) })
        else {
            return
        }
        report.warn(
            .localAction,
            problem,
            at: uses.reference.span,
            help: "the path starts at the repository's root, not at the workflow's folder"
        )
    }

    /// What is wrong with the folder of an action, as the repository has it now.
    private static func problem(
        with uses: UsesStep,
        named path: String,
        _ report: CheckReport
    ) -> String? {
        switch report.surroundings.action(uses.reference.value) {
        case .noFolder: "there is no folder `\(path)` in this repository"
        case .noManifest: "the folder `\(path)` holds no `action.yml`"
        case .manifest, .notKnown: nil
        }
    }

    /// Whether a step may put files into the workspace; only another local action surely does not.
    private static func mayBringFiles(_ step: Step) -> Bool {
        switch step.kind {
        case .run, .parallel: true
        case .uses(let uses):
            if case .local = uses.reference.value { false } else { true }
        case .wait, .waitAll, .cancel: false
        }
    }

    /// Whether a step may make a folder that the repository does not hold.
    private static func mayMake(_ path: String, _ step: Step) -> Bool {
        switch step.kind {
        case .run(let run):
            let folder = path.split { $0 == "/" || $0 == "." }.first ?? ""
            let script = run.script.value.source
            return script.contains(folder) || script.contains("git ") || run.workingDirectory != nil
        case .uses(let uses):
            guard case .repository(let owner, let name, _, _) = uses.reference.value,
                owner == "actions", name == "checkout"
            else {
                return true
            }
            let with = Fields(uses.with)
            return ["path", "ref", "repository", "submodules"].contains { with?[$0] != nil }
        case .parallel: return true
        case .wait, .waitAll, .cancel: return false
        }
    }
}
