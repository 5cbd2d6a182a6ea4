import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where the clones of the actions are.
private let clones = getenv("ACTLOCAL_OFFICIAL_MIRROR").map { String(cString: $0) }
    .flatMap { $0.isEmpty ? nil : OfficialClones($0) }

/// Official actions, unmodified, from clones on this machine.
///
/// `make test-official MIRROR=…` names the clones by an address with `{owner}` and `{name}`; what
/// they need beyond that, they get from the job or not at all.
@Suite(
    "Official actions",
    .needsDocker,
    .enabled(
        if: clones != nil,
        "no clones: `make test-official MIRROR='file:///PATH/{owner}/{name}'` runs them"
    ),
    .serialized,
    .timeLimit(.minutes(20))
)
struct OfficialActionTests {
    private static let uses: [OfficialActionUse] =
        ["v4", "v5", "v6", "v7"].map { version in
            OfficialActionUse(
                action: "actions/checkout@\(version)",
                steps: """
                    - uses: actions/checkout@\(version)
                    - run: echo "head=$(git log -1 --format=%s) $(ls .github/workflows)"
                    """,
                expected: ["head": "Change ci.yml"]
            )
        }
        + ["v6", "v7", "v8"].map { version in
            OfficialActionUse(
                action: "actions/github-script@\(version)",
                steps: """
                    - uses: actions/github-script@\(version)
                      id: script
                      with:
                        script: |
                          const { owner, repo } = context.repo, { rest } = github
                          core.setOutput('ref', context.ref)
                          const show = (name, value) => console.log(`${name}=${value}`)
                          const own = await rest.repos.get({ owner, repo })
                          show('default', own.data.default_branch)
                          const ref = context.sha
                          const commit = await rest.repos.getCommit({ owner, repo, ref })
                          show('files', commit.data.files.map(file => file.filename))
                          const all = await github.paginate(
                            rest.repos.listCommits, { owner, repo, per_page: 1 })
                          show('commits', all.length)
                          const run_id = context.runId
                          const jobs = await rest.actions.listJobsForWorkflowRun(
                            { owner, repo, run_id })
                          show('jobs', jobs.data.jobs.map(job => job.name))
                          const comment = await rest.issues.createComment(
                            { owner, repo, issue_number: 1, body: 'Hello' })
                          show('comment', `${comment.status} ${comment.data.user.login}`)
                          await rest.repos.getLatestRelease({ owner, repo })
                            .catch(error => show('release', error.status))
                          await github.graphql('query { viewer { login } }')
                            .catch(error => show('graphql', error.errors[0].type))
                          return 6 * 7
                    - run: >-
                        echo
                        "got=${{ steps.script.outputs.result }} ${{ steps.script.outputs.ref }}"
                    """,
                expected: [
                    "got": "42 refs/heads/main", "default": "main", "commits": "1",
                    "files": ".actlocal.yml,.github/workflows/ci.yml", "jobs": "a",
                    "release": "404",
                    "comment": "201 github-actions[bot]", "graphql": "NOT_IMPLEMENTED",
                ]
            )
        }
        + ["v4", "v5", "v6", "v7"].map { version in
            OfficialActionUse(
                action: "actions/setup-node@\(version)",
                steps: """
                    - uses: actions/setup-node@\(version)
                      with: { node-version: 22, package-manager-cache: false }
                    - run: echo "node=$(node --version | cut -d. -f1)"
                    """,
                expected: ["node": "v22"]
            )
        }
        + ["v5", "v6", "v7"].map { version in
            OfficialActionUse(
                action: "actions/setup-python@\(version)",
                steps: """
                    - uses: actions/setup-python@\(version)
                      id: python
                      with: { python-version: "3.13" }
                    - run: echo "python=$(python --version) ${{ steps.python.outputs.cache-hit }}"
                    """,
                expected: ["python": "Python 3.13.5 "]
            )
        }

    @Test("an action does what it does on GitHub", arguments: uses + services + docker + others)
    func runs(_ use: OfficialActionUse) async throws {
        let clones = try #require(clones)
        for action in use.actions {
            guard let missing = try await clones.refusal(action) else { continue }
            // Said as a warning, because a case that was cancelled is shown as passed.
            let words: Comment = "skipped, git cannot fetch it from the clones: \(missing)"
            Issue.record(words, severity: .warning)
            try Test.cancel(words)
        }
        try await ProgramFixture.with { fixture in
            try fixture.workflow(use.workflow)
            try fixture.write(".actlocal.yml", use.configuration + "\n")
            if use.buildsImage { try fixture.writeBaseImage() }
            if use.event == "pull_request" {
                try await fixture.commit()
                try await fixture.git("checkout", "-qb", "feature")
            }
            for (path, text) in use.files { try fixture.write(path, text) }
            try await fixture.commit()
            let run = try await fixture.run(
                "ci",
                "--event",
                use.event,
                "--repository-mirror",
                "*=\(clones.mirror)",
                deadline: .seconds(600)
            )
            #expect(run.exitStatus == 0, "\(run)")
            for (name, value) in use.expected { #expect(run.value(name, in: "a") == value) }
        }
    }
}
