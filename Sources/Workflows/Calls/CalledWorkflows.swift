package import Diagnostics

/// The workflow files that one workflow calls, directly and through others.
package struct CalledWorkflows: Sendable {
    /// What a call leads to.
    package enum Target: Sendable {
        /// A workflow that was read.
        case workflow(Workflow)
        /// A file that is not to be had here; the reason says what to do.
        case unavailable(reason: String)
    }

    private struct Call: Hashable {
        let caller: String
        let reference: WorkflowReference
    }

    private var targets: [Call: Target] = [:]
    /// The files read, in the order they were first called.
    package private(set) var files: [SourceFile] = []

    /// The workflows of those files that hold any, in the same order.
    package private(set) var workflows: [Workflow] = []

    /// No calls.
    package init() {}

    /// What the call of a job leads to.
    package func target(of call: ReusableCall) -> Target {
        let reference = call.reference
        return targets[Call(caller: reference.span.file, reference: reference.value)]
            ?? .unavailable(reason: "the file was not read")
    }

    /// Notes what a call leads to.
    mutating func note(_ target: Target, of reference: WorkflowReference, from caller: String) {
        targets[Call(caller: caller, reference: reference)] = target
    }

    /// Notes a file that was read, and the workflow in it.
    mutating func note(_ file: SourceFile, _ workflow: Workflow?) {
        files.append(file)
        if let workflow { workflows.append(workflow) }
    }
}
