package import Diagnostics
import Expressions

/// Reads and checks the calls of reusable workflows that start at one workflow.
package struct ReusableCalls {
    /// Gives a called file, named by its reference and by the workflow that calls it.
    package typealias Loader = (_ reference: WorkflowReference, _ caller: Workflow) -> CalledFile

    /// How the note begins that says who calls a file that something is wrong with.
    package static let noteLead = "called from "

    private let load: Loader
    private let limits: CallLimits
    private var diagnostics: [Diagnostic] = []
    private var found = CalledWorkflows()
    private var parsed: [String: Workflow?] = [:]
    private var jobCount = 0
    /// How many jobs each call brought in, so that files that call each other often do not
    /// multiply.
    private var checked: [Visit: Int] = [:]
    private var isStopped = false
    /// The files that lead to the call which is checked, each calling the next.
    private var chain: [String] = []
    /// Which copy the call that is checked, or one that leads to it, was read from, where GitHub
    /// may have another by now.
    private var doubt: String?

    private struct Visit: Hashable {
        let file: String
        let granted: CallPermissions
        let depth: Int
    }

    private init(limits: CallLimits, load: @escaping Loader) {
        self.limits = limits
        self.load = load
    }

    /// The files a workflow calls, and everything wrong with them and with the calls.
    ///
    /// - Parameters:
    ///   - workflow: the workflow that is run.
    ///   - policy: what the repository grants where nothing is written.
    ///   - limits: how far calls may go.
    ///   - load: gives a called file; one that is not to be had here is passed over.
    /// - Returns: the files, and the diagnostics, those of called files under their own paths.
    package static func read(
        from workflow: Workflow,
        policy: Permissions.Policy = .unknown,
        limits: CallLimits = CallLimits(),
        load: @escaping Loader
    ) -> (called: CalledWorkflows, diagnostics: [Diagnostic]) {
        var calls = ReusableCalls(limits: limits, load: load)
        var granted = CallPermissions(policy)
        if workflow.jobs.contains(where: { $0.isCall }) {
            granted = granted.narrowed(to: workflow.permissions)
        }
        calls.check(workflow, granted, depth: 0)
        return (calls.found, calls.diagnostics)
    }

    private mutating func check(_ workflow: Workflow, _ granted: CallPermissions, depth: Int) {
        chain.append(workflow.file)
        defer { chain.removeLast() }
        for job in workflow.jobs {
            count(1, at: job.idSpan)
            guard !isStopped else {
                return
            }
            if case .call(let call) = job.kind {
                check(
                    call,
                    of: job,
                    in: workflow,
                    granted.narrowed(to: job.permissions),
                    depth: depth + 1
                )
            }
        }
    }

    private mutating func check(
        _ call: ReusableCall,
        of job: Job,
        in workflow: Workflow,
        _ granted: CallPermissions,
        depth: Int
    ) {
        let doubtBefore = doubt
        defer { doubt = doubtBefore }
        guard depth <= limits.depth else {
            stop(
                "Nested reusable workflow depth exceeded \(limits.depth).",
                at: job.idSpan,
                notes: circle.map { ["these files call each other in a circle: \($0)"] } ?? [],
                help: circle == nil ? nil : "take one of the calls out"
            )
            return
        }
        guard let called = called(call, in: workflow) else {
            return
        }
        guard case .workflowCall(let trigger) = called.on.trigger("workflow_call")?.configuration
        else {
            report(
                Diagnostic(
                    .workflowReference,
                    "workflow_call key is not defined in the referenced workflow.",
                    at: call.reference.span,
                    help: "add `workflow_call:` below `on:` there"
                )
            )
            return
        }
        CallArguments(call, trigger).problems.forEach { report($0) }
        checkPermissions(called, job, granted, named: call.reference.value.description)
        let visit = Visit(file: called.file, granted: granted, depth: depth)
        if let count = checked[visit] {
            self.count(count, at: job.idSpan)
            return
        }
        let before = jobCount
        check(called, granted.narrowed(to: called.permissions), depth: depth)
        checked[visit] = jobCount - before
    }

    private mutating func called(_ call: ReusableCall, in workflow: Workflow) -> Workflow? {
        let reference = call.reference.value
        guard let file = file(of: call.reference, calledFrom: workflow) else {
            return nil
        }
        if let known = parsed[file.path] {
            note(known, reference, workflow)
            return known
        }
        guard parsed.count < limits.files else {
            let limit = limits.files + 1
            stop("The maximum file count of \(limit) has been exceeded", at: call.reference.span)
            return nil
        }
        var (called, problems) = WorkflowParser.parse(file)
        if let called, let idle = StepsRefusal.problem(in: called, besides: problems) {
            problems.append(idle)
        }
        if case .repository(let owner, let name, _, let ref) = WorkflowReference(
            parsing: file.path
        ) {
            called = called?.inside(owner: owner, name: name, ref: ref)
            // Nobody here can change it.
            problems.removeAll { $0.severity != .error }
        }
        if doubt != nil, problems.contains(where: { $0.severity == .error }) { called = nil }
        parsed[file.path] = .some(called)
        found.note(file, called)
        note(called, reference, workflow)
        for var problem in problems {
            problem.notes.append(Self.noteLead + "\(call.reference.span)")
            report(problem)
        }
        return called
    }

    private mutating func file(
        of reference: Located<WorkflowReference>,
        calledFrom workflow: Workflow
    ) -> SourceFile? {
        var answer = load(reference.value, workflow)
        if case .earlier(let copy, let note) = answer {
            answer = copy
            doubt = doubt ?? note
        }
        switch answer {
        case .found(let file): return file
        case .earlier: break
        case .unavailable(let reason):
            found.note(.unavailable(reason: reason), of: reference.value, from: workflow.file)
        case .missing(let reason, let help):
            report(
                Diagnostic(
                    .workflowReference,
                    "error parsing called workflow \"\(workflow.file)\" -> \"\(reference.value)\": "
                        + reason,
                    at: reference.span,
                    help: help
                )
            )
        }
        return nil
    }

    private mutating func note(
        _ called: Workflow?,
        _ reference: WorkflowReference,
        _ caller: Workflow
    ) {
        if let called {
            found.note(.workflow(called), of: reference, from: caller.file)
        }
    }

    private mutating func checkPermissions(
        _ called: Workflow,
        _ job: Job,
        _ granted: CallPermissions,
        named reference: String
    ) {
        if let excess = granted.excess(of: called.permissions) {
            reportExcess(excess, of: granted, "The workflow '\(reference)'", job, reference)
        }
        for nested in called.jobs {
            if let excess = granted.excess(of: nested.permissions) {
                let name = nested.name?.value.source ?? nested.id
                reportExcess(excess, of: granted, "The nested job '\(name)'", job, reference)
            }
        }
    }

    private mutating func reportExcess(
        _ excess: (requested: String, allowed: String),
        of granted: CallPermissions,
        _ who: String,
        _ job: Job,
        _ reference: String
    ) {
        var problem = Diagnostic(
            .callPermissions,
            "Error calling workflow '\(reference)'. \(who) is requesting "
                + "'\(excess.requested)', but is only allowed '\(excess.allowed)'.",
            at: job.idSpan,
            help: "grant it under `permissions` of the calling job"
        )
        if granted.isAssumed {
            problem.severity = .warning
            problem.notes = [
                "so says GitHub where a workflow without `permissions` may only read, as in every "
                    + "new repository; the setting is not known here"
            ]
        }
        report(problem)
    }

    private mutating func count(_ jobs: Int, at span: SourceSpan) {
        jobCount += jobs
        if let limit = limits.jobs, jobCount > limit {
            stop("The workflow may not contain more than \(limit) jobs", at: span)
        }
    }

    private mutating func report(_ diagnostic: Diagnostic) {
        var diagnostic = diagnostic
        if let doubt, diagnostic.severity == .error {
            diagnostic.severity = .warning
            diagnostic.notes.append(doubt)
        }
        diagnostics.append(diagnostic)
    }

    /// The files from one to the same again, when the chain goes in a circle.
    private var circle: String? {
        guard let last = chain.last,
            let before = chain.dropLast().lastIndex(of: last)
        else { return nil }
        return chain[before...].map { "`\($0)`" }.joined(separator: " → ")
    }

    private mutating func stop(
        _ message: String,
        at span: SourceSpan,
        notes: [String] = [],
        help: String? = nil
    ) {
        if !isStopped {
            report(
                Diagnostic(
                    .callLimit,
                    message,
                    at: span,
                    notes: notes,
                    help: help,
                    githubLocation: .nowhere
                )
            )
        }
        isStopped = true
    }
}
