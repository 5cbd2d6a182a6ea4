import Expressions
import InitProtocol
import Planning
import RunEvents
import Workflows
import Workspaces

extension StepRunner {
    /// What a step remembers of its login until after all steps.
    private enum Memory {
        static let repository = "repositoryPath"
        static let key = "sshKeyPath"
        static let knownHosts = "sshKnownHostsPath"
    }

    private static let command = "core.sshCommand"

    /// The web address of the server that the run's own repository is at.
    var ownServer: String { job.setup.property("server_url") }

    /// Warns once of a job whose token reads the own repository on GitHub only where it is public.
    func warnOfPermissions(
        _ inputs: CheckoutInputs,
        _ given: [(name: String, value: String)],
        _ attempt: Attempt
    ) async {
        let own = job.setup.property("token")
        let token = given.last { $0.name.lowercased() == "token" }?.value ?? own
        let payload = job.setup.github.last { $0.0 == "event" }?.1
        guard let permissions = job.plan.permissions, permissions.level(of: "contents") == .none,
            inputs.login == nil, token.trimmingWhitespace() == own,
            payload?["repository"]?["private"]?.asString != "false",
            job.actions.isNew("contents: read")
        else { return }
        await job.report(
            .warning,
            "GitHub checks this out only where the repository is public: the job's `permissions` "
                + "have no `contents: read`",
            step: attempt.planned.key,
            at: attempt.step.span
        )
    }

    /// Whether a checkout would bring the code of a fork into a workflow with secrets.
    func isForbidden(_ inputs: CheckoutInputs, _ uses: UsesStep) -> Bool {
        let own = job.room.checkout.repository
        let repository = inputs.repository.isEmpty ? own : inputs.repository
        let isDefault = inputs.ref.isEmpty && repository.lowercased() == own.lowercased()
        guard !inputs.allowsForks, !isDefault,
            let payload = job.setup.github.last(where: { $0.0 == "event" })?.1
        else { return false }
        let guardian = ForkGuard(
            event: job.setup.property("event_name"),
            payload: payload,
            version: "\(uses.reference.value)".split(separator: "@").last.map(String.init) ?? ""
        )
        return guardian.refuses(repository: repository, ref: inputs.ref)
    }

    /// Whether a checkout is of the run's own repository at its own server.
    func isOfRun(_ inputs: CheckoutInputs) -> Bool {
        let own = job.room.checkout.repository
        let isOwn = inputs.repository.isEmpty || inputs.repository.lowercased() == own.lowercased()
        return isOwn && isOwnServer(inputs.server)
    }

    /// The run's own repository at its own server.
    var own: (name: RepositoryName, hosts: RepositoryHosts)? {
        RepositoryName(parsing: job.room.checkout.repository)
            .map { ($0, RepositoryHosts(server: ownServer)) }
    }

    /// The hosts that a checkout is fetched from.
    func hosts(
        _ inputs: CheckoutInputs,
        _ hosts: RepositoryHosts
    ) throws(CheckoutError) -> RepositoryHosts {
        if isOwnServer(inputs.server) { return hosts }
        guard let other = hosts.at(server: inputs.server) else { throw .badServer }
        return other
    }

    private func isOwnServer(_ server: String) -> Bool {
        func plain(_ address: String) -> Substring {
            var address = address.lowercased()[...]
            while address.hasSuffix("/") { address = address.dropLast() }
            return address
        }
        return server.isEmpty || plain(server) == plain(ownServer)
    }

    /// Refuses a key where the job cannot use it, as the action does.
    func checkLogin(_ inputs: CheckoutInputs) async throws {
        guard inputs.login != nil else { return }
        for name in ["git", "ssh"] where try await program(name) == nil {
            throw CheckoutError.keyWithout(program: name)
        }
    }

    /// Names the remote as a login through ssh sees it, and leaves the login for later steps.
    ///
    /// The key is in the job's scratch space until after all steps.
    /// Source: actions/checkout `git-auth-helper.ts`, `configureSsh`
    func keepLogin(
        _ inputs: CheckoutInputs,
        of origin: (name: RepositoryName, hosts: RepositoryHosts)?,
        at place: String,
        _ attempt: Attempt,
        _ scope: StepScope
    ) async throws {
        guard let login = inputs.login else { return }
        let hasRemote = try await git(["config", "remote.origin.url"], in: place)
        if let origin, hasRemote.status == .exited(0) {
            let url = origin.hosts.publicURL(of: origin.name, login: login)
            try await set("remote.origin.url", to: url, at: place)
            try await set("remote.origin.pushurl", to: ClosedRemote.pushURL(of: url), at: place)
        }
        guard inputs.persistsLogin, let program = try await program("ssh") else { return }
        let name = "_checkout_ssh_\(job.names.next())"
        let key = "\(job.room.paths.temp)/\(name)"
        let attributes = FileAttributes(mode: 0o600, owner: job.room.user)
        registerPost(attempt, scope, condition: .always)
        job.actions.save(Memory.repository, place, of: attempt.instance)
        job.actions.save(Memory.key, key, of: attempt.instance)
        job.actions.save(Memory.knownHosts, key + "_known_hosts", of: attempt.instance)
        try await job.room.host.write(Array(login.key.utf8), to: key, attributes)
        try await job.room.host.write(
            Array(login.knownHosts.utf8),
            to: key + "_known_hosts",
            attributes
        )
        let options = login.hostOptions(knownHostsFile: "$RUNNER_TEMP/\(name)_known_hosts")
        let command = "\"\(program)\" -i \"$RUNNER_TEMP/\(name)\" \(options)"
        try await set(Self.command, to: command, at: place)
        guard inputs.submodules != .without else { return }
        _ = try await git(
            ["submodule", "foreach", "--quiet", "--recursive"]
                + ["git config --local \(Self.command) '\(command)'"],
            in: place
        )
    }

    private func set(_ name: String, to value: String, at place: String) async throws {
        let output = OutputBytes()
        let exit = try await git(["config", "--local", name, value], in: place) {
            await output.add($0)
        }
        guard exit.status == .exited(0) else {
            throw CheckoutError.git(String(decoding: await output.bytes, as: UTF8.self))
        }
    }

    /// Removes the login that a checkout left for later steps.
    func forgetLogin(_ attempt: Attempt) async -> StepVerdict {
        var saved: [String: String] = [:]
        for entry in job.actions.saved(of: attempt.instance) { saved[entry.name] = entry.value }
        do {
            for file in [Memory.key, Memory.knownHosts].compactMap({ saved[$0] }) {
                try await job.room.host.remove(file)
            }
            guard let place = saved[Memory.repository],
                try await job.room.host.exists(place + "/.git")
            else { return StepVerdict(.success) }
            let unset = ["config", "--local", "--unset-all", Self.command]
            _ = try await git(unset, in: place)
            _ = try await git(
                ["submodule", "foreach", "--quiet", "--recursive"]
                    + ["git \(unset.joined(separator: " ")) || :"],
                in: place
            )
            return StepVerdict(.success)
        } catch {
            return await couldNotRun(error, attempt)
        }
    }
}
