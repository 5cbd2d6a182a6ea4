import Execution
import RunEvents
import RunnerServices
import Workflows
import Workspaces

extension RunPlace {
    /// What stands in for the repository's remote; nil where there is no repository.
    static func remote(
        _ preparation: Preparation,
        _ snapshot: WorkspaceSnapshot,
        _ scratch: ScratchFolder
    ) -> StandInRemote? {
        guard preparation.repository.layout != nil, !preparation.request.isDryRun else {
            return nil
        }
        return StandInRemote(of: preparation.repository, snapshot: snapshot, in: scratch)
    }
}

extension ServedRun {
    /// What a job's git is told; nil where nothing stands in for the remote.
    func gitFile(for grant: JobGrant) -> (@Sendable (String) -> JobServices.GitFile)? {
        guard remote != nil else { return nil }
        let settings = RemoteSettings(
            of: repository,
            name: text("repository"),
            token: token,
            actor: text("actor")
        )
        return { origin in
            JobServices.GitFile(
                text: settings.text(origin: origin, authorization: grant.gitAuthorization),
                secret: grant.gitToken
            )
        }
    }

    /// What git of a job is answered from.
    func served(_ request: JobServices.Request) -> ServedRemote? {
        guard let remote else { return nil }
        let (refs, name) = (remoteRefs, "\(repository.server)/\(text("repository"))")
        return ServedRemote(
            pushLimit: StandInRemote.pushLimit,
            mayPush: request.permissions?.level(of: "contents") ?? .write == .write,
            advertise: { service, version in
                try await remote.advertise(service.own, version: version, refs: refs)
            },
            answer: { exchange in
                let changes = try await remote.answer(
                    StandInRemote.Exchange(
                        exchange.service.own,
                        version: exchange.version,
                        isCompressed: exchange.isCompressed,
                        request: exchange.request,
                        response: exchange.response
                    ),
                    refs: refs
                )
                for change in changes {
                    await request.report(change.notHonoured(by: request.key, at: name))
                }
            }
        )
    }

    /// The refs that the remote has because of the event, all at the run's commit.
    private var remoteRefs: [String: String] {
        let (ref, sha) = (text("ref"), text("sha"))
        guard ref.hasPrefix("refs/"), !sha.isEmpty, !sha.allSatisfy({ $0 == "0" }) else {
            return [:]
        }
        var names = [ref]
        if ref.hasPrefix("refs/pull/") {
            let number = ref.dropFirst("refs/pull/".count).prefix { $0 != "/" }
            names.append("refs/pull/\(number)/head")
            let head = text("head_ref")
            // A fork's branch is in the fork.
            if !head.isEmpty, !isOfFork { names.append("refs/heads/\(head)") }
        }
        return Dictionary(names.map { ($0, sha) }) { $1 }
    }
}

extension StandInRemote {
    /// The hosts by which a checkout gets a ref that was pushed here; nil for any other ref.
    func hosts(ofPushed ref: String, in repository: GitRepository) async -> RepositoryHosts? {
        guard let address = await address(ofPushed: ref) else { return nil }
        let mirror = RepositoryHosts.Mirror(pattern: repository.fullName, url: address)
        return RepositoryHosts(server: repository.server, mirrors: [mirror])
    }
}

extension ServedRemote.Service {
    /// The same as git has it on this machine.
    fileprivate var own: StandInRemote.Service {
        switch self {
        case .fetch: .fetch
        case .push: .push
        }
    }
}

extension StandInRemote.Change {
    /// What the report says of it.
    fileprivate func notHonoured(by job: String, at name: String) -> NotHonoured {
        let short = { (object: String) in "`\(object.prefix(12))`" }
        let deed =
            switch (old, new) {
            case (let old?, let new?): "moved it from \(short(old)) to \(short(new))"
            case (nil, let new?): "made it at \(short(new))"
            case (let old?, nil): "removed it, which was at \(short(old))"
            case (nil, nil): "done nothing"
            }
        let refusal =
            changesWorkflows
            ? "; GitHub refuses it, because a job's token may not change `.github/workflows`" : ""
        return NotHonoured(
            subject: "`git push` to `\(ref)` of \(name)",
            reason: "it would have \(deed); only jobs of this run see it, and nothing left this "
                + "machine\(refusal)",
            job: job
        )
    }
}
