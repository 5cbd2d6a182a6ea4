import Diagnostics
import Expressions
import InitProtocol
import Planning
import RunEvents
import Workflows
import Workspaces

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
        await warnOfUnexpected(given, known: CheckoutInputs.known.map(\.name), attempt)
        await printHeader(shown(given), uses, attempt)
        let checkout = job.room.checkout
        if inputs.lacksToken, !isOfSecrets("token", uses) {
            return await couldNotRun(CheckoutError.missing(input: "token"), attempt)
        }
        if isForbidden(inputs, uses) {
            let event = job.setup.property("event_name")
            return await couldNotRun(CheckoutError.fork(event: event), attempt)
        }
        guard isOfRun(inputs) else {
            return await checkOutOther(inputs, attempt, &scope, &state)
        }
        if let own, let pushed = await checkout.pushed(inputs.ref) {
            let name = own.name
            return await checkOutOther(inputs, named: name, from: pushed, attempt, &scope, &state)
        }
        await warnOfPermissions(inputs, given, attempt)
        do {
            try await checkOutOwn(inputs, attempt, &scope, &state)
            return StepVerdict(.success)
        } catch is InterruptibleWork.Ended {
            let ended = await ended(attempt, isInner: scope.action != nil)
            return ended ?? StepVerdict(.cancelled)
        } catch let error as RepositoryError {
            return await notToBeHad(error, inputs, attempt, &state)
        } catch let error as SubmoduleError where error.isOfRun {
            return await unsupported(error.description, attempt, &state)
        } catch GitError.unknownRevision {
            guard let name = checkout.remote else {
                return await couldNotRun(CheckoutError.noRef(inputs.ref), attempt)
            }
            // As a server would, which knows more refs than a clone.
            await ignoreToken(inputs, attempt)
            return await checkOutOther(inputs, named: name, attempt, &scope, &state)
        } catch {
            return await couldNotRun(error, attempt)
        }
    }

    /// Whether an input is made of secrets: one that is empty here may well be there on GitHub, and
    /// that it is not known is said when the run begins.
    private func isOfSecrets(_ name: String, _ uses: UsesStep) -> Bool {
        guard case .mapping(let entries)? = uses.with?.content else { return false }
        return entries.contains { entry in
            guard case .literal(let key) = entry.key, key.lowercased() == name,
                case .template(let text) = entry.value.content
            else { return false }
            return text.source.lowercased().contains("secrets")
        }
    }

    private func checkOutOwn(
        _ inputs: CheckoutInputs,
        _ attempt: Attempt,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) async throws {
        try await checkLogin(inputs)
        let place = try place(inputs.path)
        let commit = try await install(inputs, at: place, attempt)
        try await fetchSubmodules(of: place, inputs, attempt)
        if let problem = try await narrow(place, to: inputs) {
            await ignore("sparse-checkout", because: problem, attempt)
        }
        await reportPointers(at: place, inputs, attempt)
        try await keepLogin(inputs, of: own, at: place, attempt, scope)
        let ref = inputs.ref.isEmpty ? eventRef : inputs.ref
        await finish(inputs, (ref, commit), at: place, attempt, &scope, &state)
    }

    /// What a log shows of the inputs: those given, then the defaults of the others.
    private func shown(
        _ given: [(name: String, value: String)]
    ) -> [(name: String, value: String)] {
        let names = Set(given.map { $0.name.lowercased() })
        var shown: [(name: String, value: String)] = []
        for (name, value) in given {
            // A token that is written out is no known secret.
            let isHidden = ["token", "ssh-key"].contains(name.lowercased())
            shown.append((name: name, value: isHidden ? "***" : value))
        }
        for (name, value) in CheckoutInputs.known where !names.contains(name) {
            let own = job.room.checkout.repository
            shown.append((name: name, value: name == "repository" ? own : value))
        }
        return shown
    }

    /// Says what was checked out, and sets the outputs that tell it.
    func finish(
        _ inputs: CheckoutInputs,
        _ found: (ref: String, commit: String),
        at place: String,
        _ attempt: Attempt,
        _ scope: inout StepScope,
        _ state: inout JobState
    ) async {
        let text = "Checked out \(found.commit) into \(place)"
        await job.say(.output, text, step: attempt.planned.key)
        setOutput("commit", found.commit, attempt, &scope, &state)
        setOutput("ref", inputs.isCommit ? "" : found.ref, attempt, &scope, &state)
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

    /// Fetches submodules from the hosts of the checkout; what ends the step ends that too.
    func fetchSubmodules(
        of place: String,
        _ inputs: CheckoutInputs,
        from hosts: RepositoryHosts? = nil,
        _ attempt: Attempt
    ) async throws {
        let store = job.setup.actions.repositories
        let hosts = hosts ?? store?.hosts
        try await InterruptibleWork(signal: job.signal, interruption: attempt.interruption)
            .run { try await fetchSubmodules(of: place, inputs, from: store, at: hosts) }
    }

    /// Makes room for what is checked out.
    func prepare(_ place: String, _ inputs: CheckoutInputs) async throws {
        if !inputs.cleans, try await keepsUntracked(at: place) { return }
        try await empty(place)
    }

    /// The folder a `path` input names, in the runner's words or the container's.
    ///
    /// - Throws: `CheckoutError` for one outside the workspace, as the action does.
    func place(_ path: String) throws(CheckoutError) -> String {
        let workspace = job.room.paths.workspace
        let place = PathText.absolute(job.paths.container(path), from: workspace)
        guard place == workspace || place.hasPrefix(workspace + "/") else {
            throw .outsideWorkspace(path: place, workspace: workspace)
        }
        return place
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
    /// An input that has to be there is given and empty, as by a secret that nobody set.
    case missing(input: String)
    /// The repository has no such branch, tag or commit.
    case noRef(String)
    /// There is no such repository, or it is private.
    case noRepository(url: String)
    /// The host, or the key that was given, was refused; the words of ssh.
    case refusedLogin(String)
    /// A key is given, and the job has no such program to use it.
    case keyWithout(program: String)
    /// The server's address is none.
    case badServer
    /// The code of a fork would run with the repository's secrets.
    case fork(event: String)
    /// The job's git refused; its words.
    case git(String)

    /// The wording, which is the action's own, or git's.
    var description: String {
        switch self {
        case .outsideWorkspace(let path, let workspace):
            "Repository path '\(path)' is not under '\(workspace)'"
        case .badRepository(let name):
            "Invalid repository '\(name)'. Expected format {owner}/{repo}."
        case .missing(let input): "Input required and not supplied: \(input)"
        case .noRef(let ref): "A branch or tag with the name '\(ref)' could not be found"
        case .noRepository(let url): "fatal: repository '\(url)/' not found"
        case .refusedLogin(let words): words
        case .keyWithout("git"):
            "Input 'ssh-key' not supported when falling back to download using the GitHub REST "
                + "API. To create a local Git repository instead, add Git 2.18 or higher to the "
                + "PATH."
        case .keyWithout(let program):
            "Unable to locate executable file: \(program). Please verify either the file path "
                + "exists or the file can be found within a directory specified by the PATH "
                + "environment variable. Also check the file mode to verify the file is executable."
        case .badServer: "Invalid URL"
        case .fork(let event):
            "Refusing to check out fork pull request code from a '\(event)' workflow. It would run "
                + "with the secrets of the repository; `allow-unsafe-pr-checkout: true` allows it."
        case .git(let words): words.trimmingWhitespace()
        }
    }
}
