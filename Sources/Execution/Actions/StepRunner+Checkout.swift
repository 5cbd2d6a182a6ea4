import Expressions
import InitProtocol
import Planning
import RunEvents
import Workflows

extension StepRunner {
    /// Puts the own repository's files where `actions/checkout` would have fetched them.
    func checkOut(
        _ uses: UsesStep,
        _ attempt: Attempt,
        scope: inout StepScope,
        state: inout JobState
    ) async throws(EvaluationFailure) -> StepVerdict {
        let given = try await inputs(uses, attempt, scope: scope, state: state)
        let inputs = CheckoutInputs(given)
        let step = attempt.planned.key
        let checkout = job.room.checkout
        guard
            inputs.repository.isEmpty
                || inputs.repository.lowercased() == checkout.repository.lowercased()
        else {
            return await checkOutOther(inputs, attempt, &scope, &state)
        }
        for setting in inputs.withoutEffect {
            await ignore(setting, because: "the workspace is used as it is", attempt)
        }
        do {
            let place = try await install(inputs, attempt)
            if let problem = try await narrow(place, to: inputs) {
                await ignore("sparse-checkout", because: problem, attempt)
            }
            await job.say(.output, "Checked out \(checkout.commit) into \(place)", step: step)
            setOutputs(of: attempt, checkout, inputs, &scope, &state)
            return StepVerdict(.success)
        } catch is InterruptibleWork.Ended {
            let ended = await ended(attempt, isInner: scope.action != nil)
            return ended ?? StepVerdict(.cancelled)
        } catch {
            return await couldNotRun(error, attempt)
        }
    }

    /// Lists an input that has no effect.
    func ignore(_ setting: String, because reason: String, _ attempt: Attempt) async {
        await job.sink.send(
            .notHonoured(
                NotHonoured(
                    subject: "actions/checkout with `\(setting)`",
                    reason: reason,
                    job: job.key,
                    span: attempt.step.span
                )
            )
        )
    }

    private func setOutputs(
        of attempt: Attempt,
        _ checkout: Checkout,
        _ inputs: CheckoutInputs,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) {
        let ref = inputs.ref.isEmpty ? checkout.ref : inputs.ref
        setOutput("ref", ref, attempt, &scope, &state)
        setOutput("commit", checkout.commit, attempt, &scope, &state)
    }

    /// Installs the files; what ends the step ends that too.
    private func install(_ inputs: CheckoutInputs, _ attempt: Attempt) async throws -> String {
        try await InterruptibleWork(signal: job.signal, interruption: attempt.interruption)
            .run { try await install(inputs) }
    }

    /// Moves the waiting snapshot into place, or unpacks it where it was moved before.
    private func install(_ inputs: CheckoutInputs) async throws -> String {
        let host = job.room.host
        let paths = job.room.paths
        let place = try place(inputs.path)
        let checkout = job.room.checkout
        let isOwnRef =
            [checkout.ref, checkout.commit, ""].contains(inputs.ref)
            || "refs/heads/\(inputs.ref)" == checkout.ref
        if inputs.cleans || isOwnRef {
            try await empty(place)
        }
        if isOwnRef, try await host.exists(paths.waitingCheckout) {
            try await host.installCheckout(from: paths.waitingCheckout, to: place)
            try await own(place)
        } else {
            let stream = try await checkout.pack(isOwnRef ? nil : inputs.ref)
            try await host.unpack(
                UnpackRequest(destination: place, owner: job.room.user),
                next: stream
            )
        }
        try await trust(place)
        return place
    }

    /// The folder a `path` input names.
    ///
    /// - Throws: `CheckoutError` for one outside the workspace, as the action does.
    func place(_ path: String) throws(CheckoutError) -> String {
        let workspace = job.room.paths.workspace
        let parts = path.split(separator: "/").filter { $0 != "." }
        guard !parts.isEmpty else { return workspace }
        guard !path.hasPrefix("/") || path.hasPrefix(workspace + "/"), !parts.contains("..") else {
            throw .outsideWorkspace(path: path, workspace: workspace)
        }
        return path.hasPrefix("/") ? path : workspace + "/" + parts.joined(separator: "/")
    }

    /// Makes a folder that holds nothing, whatever is at its place.
    func empty(_ place: String) async throws {
        let host = job.room.host
        guard let entry = try await host.entry(at: place), entry.kind == .directory else {
            try await host.remove(place)
            try await host.makeDirectory(
                place,
                FileAttributes(mode: 0o755, owner: job.room.user)
            )
            return
        }
        for entry in try await host.entries(of: place) {
            try await host.remove("\(place)/\(entry.name)")
        }
    }

    /// Gives the files to the user that steps run as, where they belong to another one.
    private func own(_ place: String) async throws {
        guard let owner = job.room.checkout.owner, !job.room.user.isEmpty else { return }
        let user = try await job.room.host.lookUp(user: job.room.user)
        guard user.userID != 0, user.userID != owner else { return }
        try await job.room.host.changeOwner(of: place, to: job.room.user)
    }

    /// Whether the user that steps run as owns the checkout, so that git trusts it by itself.
    func ownsCheckout() async throws -> Bool {
        guard !job.room.user.isEmpty else { return true }
        let user = try await job.room.host.lookUp(user: job.room.user)
        return user.userID == job.room.checkout.owner
    }
}

/// Why a checkout is refused.
enum CheckoutError: Error, CustomStringConvertible {
    /// The `path` input leads out of the workspace.
    case outsideWorkspace(path: String, workspace: String)
    /// The `repository` input is no `owner/name`.
    case badRepository(String)
    /// The repository has no such branch, tag or commit.
    case noRef(String)
    /// There is no such repository, or it is private.
    case noRepository(url: String)

    /// The wording, which is the action's own, or git's.
    var description: String {
        switch self {
        case .outsideWorkspace(let path, let workspace):
            "Repository path '\(path)' is not under '\(workspace)'"
        case .badRepository(let name):
            "Invalid repository '\(name)'. Expected format {owner}/{repo}."
        case .noRef(let ref): "A branch or tag with the name '\(ref)' could not be found"
        case .noRepository(let url): "fatal: repository '\(url)/' not found"
        }
    }
}
