import Planning
import Workflows

/// The jobs of one workflow and what they wait for, as a picture is drawn of them.
package struct JobGraph: Sendable, Hashable {
    /// The workflow's name, or its path when it has none.
    package let workflow: String
    /// The workflow's path.
    package let file: String
    /// The event it is planned for.
    package let event: String
    /// The jobs, in the order written.
    package let jobs: [Node]

    /// One job.
    package struct Node: Sendable, Hashable {
        /// The id, as written.
        package let id: String
        /// The name as written, expressions unevaluated; without one, the id.
        package let name: String
        /// The ids of the jobs it needs.
        package let needs: [String]
        /// 1 for a job that needs none; any other comes one stage after the last job it needs.
        package let stage: Int
        /// How many legs run; nil when that is not known, or none does.
        package let legs: Int?
        /// Its `if`, as written.
        package let condition: String?
        /// What becomes of it.
        package let fate: Fate
        /// The workflow it calls, and that workflow's jobs.
        package let call: Call?
    }

    /// What becomes of a job.
    package enum Fate: Sendable, Hashable {
        /// It runs.
        case runs
        /// It does not, or nobody knows yet.
        case other(Kind, reason: String)

        /// Why a job does not simply run, by the words of a plan's JSON.
        package enum Kind: String, Sendable {
            case skipped, unresolved, notRun, invalid
        }
    }

    /// A called workflow.
    package struct Call: Sendable, Hashable {
        /// The reference, as written.
        package let reference: String
        /// Its jobs; none when they are not known.
        package let jobs: [Node]
    }
}

extension JobGraph {
    /// The graph of a plan.
    init(_ plan: RunPlan) {
        workflow = plan.workflow
        file = plan.file
        event = plan.event
        jobs = plan.jobs.map(Node.init)
    }
}

extension JobGraph.Node {
    fileprivate init(_ entry: PlanEntry) {
        id = entry.id
        name = entry.name
        needs = entry.needs
        stage = entry.stage
        condition = entry.condition
        var call: JobGraph.Call?
        switch entry.fate {
        case .calls(let calls):
            (legs, fate) = (calls.count, .runs)
            call = calls.first.map { first in
                JobGraph.Call(
                    reference: first.call.call.reference.value.description,
                    jobs: first.jobs.map(JobGraph.Node.init)
                )
            }
        case .legs(let planned): (legs, fate) = (planned.count, .runs)
        case .skipped(let reason): (legs, fate) = (nil, .other(.skipped, reason: reason))
        case .unresolved(let reason): (legs, fate) = (nil, .other(.unresolved, reason: reason))
        case .notRun(let reason): (legs, fate) = (nil, .other(.notRun, reason: reason))
        case .invalid(let reason): (legs, fate) = (nil, .other(.invalid, reason: reason))
        }
        self.call = call
    }
}
