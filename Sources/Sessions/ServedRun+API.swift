import Execution
import Expressions
import HostProcesses
import RunEvents
import RunnerServices
import Workflows
import Workspaces

extension ServedRun {
    /// What GitHub's API answers a job from; nil when the user granted a token of GitHub's, with
    /// which the job asks GitHub itself.
    func api(_ request: JobServices.Request) -> ServedAPI? {
        guard let token else { return nil }
        let repository = repository
        let (progress, keyPrefix) = (progress, keyPrefix)
        return ServedAPI(
            token: token,
            github: Dictionary(
                github.compactMap { $1.isPrimitive ? ($0, $1.asString) : nil }
            ) { $1 },
            event: event,
            defaultBranch: repository.defaultBranch,
            workflowFile: workflow.file,
            title: title,
            mayWrite: { request.permissions?.level(of: $0) ?? .write == .write },
            mayRead: { request.permissions?.level(of: $0) ?? .write >= .read },
            hasPermissions: request.permissions != nil,
            jobs: { progress.jobs(keyPrefix: keyPrefix) },
            git: { [remote] arguments in
                if let remote, await remote.hasPushes { return await remote.output(arguments) }
                guard repository.layout != nil else { return nil }
                let outcome = try? await repository.git.run(
                    arguments,
                    in: repository.root,
                    outputLimit: 64 << 20
                )
                guard let outcome, outcome.status.isSuccess else { return nil }
                return outcome.standardOutput
            },
            hasPushes: { [remote] in await remote?.hasPushes ?? false },
            mask: request.mask,
            report: { remark in
                await request.report(
                    NotHonoured(subject: remark.subject, reason: remark.reason, job: request.key)
                )
            }
        )
    }
}
