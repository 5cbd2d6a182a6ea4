import InitProtocol
import Planning
import RunEvents
import Workflows
import Workspaces

extension StepRunner {
    /// Puts another repository's files where `actions/checkout` would have fetched them.
    func checkOutOther(
        _ inputs: CheckoutInputs,
        _ attempt: Attempt,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) async -> StepVerdict {
        let own = job.room.checkout.repository
        let repository = inputs.repository.isEmpty ? own : inputs.repository
        guard let name = RepositoryName(parsing: repository) else {
            return await couldNotRun(CheckoutError.badRepository(repository), attempt)
        }
        await ignoreToken(inputs, attempt)
        return await checkOutOther(inputs, named: name, attempt, &scope, &state)
    }

    /// Lists a token that is given for a repository which is fetched.
    func ignoreToken(_ inputs: CheckoutInputs, _ attempt: Attempt) async {
        guard inputs.hasToken, inputs.login == nil else { return }
        let reason = "a token is sent only where `config.yml` says so"
        await ignore("token", because: reason, attempt)
    }

    /// Fetches a repository and puts its files into the workspace.
    ///
    /// `pushed` is where a ref comes from that a job of the run has pushed.
    func checkOutOther(
        _ inputs: CheckoutInputs,
        named name: RepositoryName,
        from pushed: RepositoryHosts? = nil,
        _ attempt: Attempt,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) async -> StepVerdict {
        guard let store = job.setup.actions.repositories else {
            return await unsupported("`\(name)`: nothing is fetched in this run", attempt, &state)
        }
        await job.say(.output, "Syncing repository: \(name)", step: attempt.planned.key)
        do {
            try await checkLogin(inputs)
            let place = try place(inputs.path)
            let hosts = try pushed ?? self.hosts(inputs, store.hosts)
            let work = InterruptibleWork(signal: job.signal, interruption: attempt.interruption)
            let fetched = try await work.run {
                let fetched = try await store.checkout(
                    name,
                    ref: inputs.ref,
                    depth: inputs.fetchesTags ? 0 : inputs.depth,
                    from: hosts,
                    login: pushed == nil ? inputs.login : nil
                )
                try await install(fetched, at: place, inputs)
                return fetched
            }
            let others = pushed == nil ? hosts : store.hosts
            try await fetchSubmodules(of: place, inputs, from: others, attempt)
            if let problem = try await narrow(place, to: inputs) {
                await ignore("sparse-checkout", because: problem, attempt)
            }
            await reportPointers(at: place, inputs, attempt)
            try await keepLogin(inputs, of: (name, hosts), at: place, attempt, scope)
            if pushed == nil { await report(fetched, inputs) }
            let ref = inputs.ref.isEmpty ? fetched.ref : inputs.ref
            await finish(inputs, (ref, fetched.commit), at: place, attempt, &scope, &state)
            return StepVerdict(.success)
        } catch is InterruptibleWork.Ended {
            let ended = await ended(attempt, isInner: scope.action != nil)
            return ended ?? StepVerdict(.cancelled)
        } catch let error as RepositoryError {
            return await notToBeHad(error, inputs, attempt, &state)
        } catch let error as SubmoduleError where error.isOfRun {
            return await unsupported(error.description, attempt, &state)
        } catch {
            return await couldNotRun(error, attempt)
        }
    }

    private func install(
        _ repository: StoredRepository,
        at place: String,
        _ inputs: CheckoutInputs
    ) async throws {
        try await prepare(place, inputs)
        try await job.room.host.unpack(
            UnpackRequest(destination: place, owner: job.room.user),
            next: PackingPipe.stream { try await repository.writeArchive(to: $0) }
        )
        try await trust(place, inputs)
    }

    private func report(_ repository: StoredRepository, _ inputs: CheckoutInputs) async {
        guard inputs.ref.lowercased() != repository.commit else { return }
        let ref = inputs.ref.isEmpty ? repository.ref : inputs.ref
        let resolved = Substitution(
            kind: .commit,
            original: "\(repository.name)@\(ref)",
            replacement: repository.commit,
            source: repository.url
        )
        await job.sink.send(.substitution(resolved))
    }

    /// Fails a checkout for want of a repository.
    func notToBeHad(
        _ error: RepositoryError,
        _ inputs: CheckoutInputs,
        _ attempt: Attempt,
        _ state: inout JobState
    ) async -> StepVerdict {
        switch error {
        case .noRef(_, let ref), .shortCommit(_, let ref, _):
            return await couldNotRun(CheckoutError.noRef(ref), attempt)
        case .refusedLogin(_, _, let words):
            return await couldNotRun(CheckoutError.refusedLogin(words), attempt)
        case .noRepository(let name, _) where name == job.room.checkout.remote:
            return await couldNotRun(CheckoutError.noRef(inputs.ref), attempt)
        case .noRepository(_, let url):
            return await couldNotRun(CheckoutError.noRepository(url: url), attempt)
        default:
            var reason = RepositoryFailure(error)
            // No folder stands for a checkout.
            if case .offline = error { reason.help = "run once without `--action-offline-mode`" }
            if case .tooLarge = error { reason.help = nil }
            let failure = ActionPreparation.Failure(reason: reason, span: attempt.step.span)
            return await notToBeHad(failure, attempt, &state)
        }
    }
}
