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

    /// No calls.
    package init() {}

    /// What the job of a workflow file leads to that calls `reference`.
    package func target(of reference: WorkflowReference, from caller: String) -> Target {
        targets[Call(caller: caller, reference: reference)]
            ?? .unavailable(reason: "`\(reference)` was not read")
    }

    /// Notes what a call leads to.
    mutating func note(_ target: Target, of reference: WorkflowReference, from caller: String) {
        targets[Call(caller: caller, reference: reference)] = target
    }

    /// Notes a file that was read.
    mutating func note(_ file: SourceFile) {
        files.append(file)
    }
}
