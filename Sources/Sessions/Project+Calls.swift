import Diagnostics
import Execution
import Workflows
import Workspaces

extension Project {
    /// The most jobs that a workflow and the files it calls may have together.
    ///
    /// GitHub's own limit is not told; this one keeps calls that fan out within bounds.
    private static let jobLimit = 5_000

    /// A document with the files its jobs call, read and checked.
    ///
    /// `places` says where files of other repositories are; `wanted` is told of those that would
    /// have to be fetched for it.
    func withCalls(
        _ document: Document,
        _ places: CallPlaces,
        wanted: @escaping (CallPlaces.Repository) -> Void = { _ in }
    ) -> Document {
        guard let workflow = document.workflow, workflow.jobs.contains(where: \.isCall) else {
            return document
        }
        var limits = CallLimits()
        limits.jobs = Self.jobLimit
        let (called, problems) = ReusableCalls.read(from: workflow, limits: limits) {
            reference,
            caller in
            places.file(of: reference, calledFrom: caller, own: own, wanted: wanted)
        }
        var document = document
        document.called = called
        document.diagnostics += problems
        return document
    }

    private func own(_ path: String) -> CalledFile {
        do {
            return .found(try read(path))
        } catch {
            let nearest = NearestMatch.nearest(to: path, in: files)
            return .missing(help: nearest.map { "did you mean `./\($0)`?" } ?? error.description)
        }
    }
}

extension Selection {
    /// The same with the files that the chosen workflows call, as far as nothing is fetched.
    func withCalls(_ project: Project, _ places: CallPlaces) -> Selection {
        changing { $0.withCalls(project, places) }
    }

    /// The same with the files that the chosen workflows call, fetched where they are of others.
    ///
    /// - Throws: the network's refusal, or once the run is cancelled.
    func withCalls(
        _ project: Project,
        _ places: inout CallPlaces,
        fetching store: RepositoryStore,
        until signal: CancellationSignal
    ) async throws(SetupError) -> Selection {
        while true {
            var wanted: Set<CallPlaces.Repository> = []
            let found = changing { chosen in
                Chosen(
                    document: project.withCalls(chosen.document, places) { wanted.insert($0) },
                    event: chosen.event,
                    verdict: chosen.verdict
                )
            }
            guard !wanted.isEmpty else { return found }
            // What is fetched may call files of further repositories.
            try await places.fetch(wanted, from: store, until: signal)
        }
    }

    private func changing(_ change: (Chosen) -> Chosen) -> Selection {
        Selection(
            chosen: chosen.map(change),
            leftOut: leftOut,
            neighbours: neighbours,
            revision: revision
        )
    }
}

extension Selection.Chosen {
    /// This workflow with the files it calls.
    func withCalls(_ project: Project, _ places: CallPlaces) -> Selection.Chosen {
        Selection.Chosen(
            document: project.withCalls(document, places),
            event: event,
            verdict: verdict
        )
    }
}
