import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where the clones of the actions are.
private let mirror = getenv("ACTLOCAL_OFFICIAL_MIRROR").map { String(cString: $0) }
    .flatMap { $0.isEmpty ? nil : $0 }

/// Official actions, unmodified, from clones on this machine.
///
/// `make test-official MIRROR=…` names the clones by an address with `{owner}` and `{name}`; what
/// they need beyond that, they get from the job or not at all.
@Suite(
    "Official actions",
    .needsDocker,
    .enabled(
        if: mirror != nil,
        "no clones: `make test-official MIRROR='file:///PATH/{owner}/{name}'` runs them"
    ),
    .serialized,
    .timeLimit(.minutes(20))
)
struct OfficialActionTests {
    /// An action, a job that uses it, and what the job then prints.
    struct Use: Sendable, CustomTestStringConvertible {
        let action: String
        let steps: String
        /// `.actlocal.yml`.
        var configuration = ""
        var expected: [String: String] = [:]

        var testDescription: String { action }
    }

    private static let uses: [Use] =
        ["v4", "v5", "v6", "v7"].map { version in
            Use(
                action: "actions/checkout@\(version)",
                steps: """
                    - uses: actions/checkout@\(version)
                    - run: echo "head=$(git log -1 --format=%s) $(ls .github/workflows)"
                    """,
                expected: ["head": "Change ci.yml"]
            )
        }
        + ["v6", "v7", "v8"].map { version in
            Use(
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
                            .catch(error => show('graphql', error.status))
                          return 6 * 7
                    - run: >-
                        echo
                        "got=${{ steps.script.outputs.result }} ${{ steps.script.outputs.ref }}"
                    """,
                expected: [
                    "got": "42 refs/heads/main", "default": "main", "commits": "1",
                    "files": ".actlocal.yml,.github/workflows/ci.yml", "jobs": "a",
                    "release": "404",
                    "comment": "201 github-actions[bot]", "graphql": "501",
                ]
            )
        }
        + ["v4", "v5", "v6", "v7"].map { version in
            Use(
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
            Use(
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
        + [("v4", "v4"), ("v6", "v7"), ("v7", "v8")].map { up, down in
            Use(
                action: "actions/upload-artifact@\(up), actions/download-artifact@\(down)",
                steps: """
                    - run: |
                        mkdir -p out/sub && echo one > out/a.txt
                        head -c 20000000 /dev/urandom > out/sub/b
                    - uses: actions/upload-artifact@\(up)
                      with: { name: things, path: out }
                    - uses: actions/download-artifact@\(down)
                      with: { name: things, path: back }
                    - run: echo "same=$(diff -r out back && echo yes)"
                    """,
                expected: ["same": "yes"]
            )
        }
        + ["v4", "v5"].map { version in
            Use(
                action: "actions/cache@\(version)",
                steps: """
                    - run: mkdir kept && echo precious > kept/file
                    - uses: actions/cache/save@\(version)
                      with: { path: kept, key: "k-${{ github.sha }}" }
                    - run: rm -r kept
                    - uses: actions/cache/restore@\(version)
                      id: cache
                      with: { path: kept, key: "k-${{ github.sha }}" }
                    - run: echo "hit=${{ steps.cache.outputs.cache-hit }} $(cat kept/file)"
                    """,
                expected: ["hit": "true precious"]
            )
        }
        + [("v2.9.1", "v2"), ("v3.0.0", "v4.1.1"), ("v3", "v5"), ("v3", "v6"), ("v4", "v7")].map {
            setup,
            build in
            Use(
                action: "docker/setup-buildx-action@\(setup), docker/build-push-action@\(build)",
                steps: base + """
                    - uses: docker/setup-buildx-action@\(setup)
                      with: { driver: docker }
                    - uses: docker/build-push-action@\(build)
                      env: { DOCKER_BUILD_SUMMARY: false, DOCKER_BUILD_RECORD_UPLOAD: false }
                      with: { context: ., load: true, tags: "app:1" }
                    - run: echo "ran=$(docker run --rm --hostname inside app:1)"
                    """,
                expected: ["ran": "inside"]
            )
        }
        + [("v2", "v4", "v4.1.1"), ("v3.1.0", "v4", "v4.1.1"), ("v3", "v5", "v5")].map {
            login,
            metadata,
            build in
            Use(
                action: "docker/login-action@\(login), docker/metadata-action@\(metadata), "
                    + "docker/build-push-action@\(build)",
                steps: base + """
                    - uses: docker/login-action@\(login)
                      with:
                        registry: ghcr.io
                        username: ${{ github.actor }}
                        password: ${{ secrets.GITHUB_TOKEN }}
                    - uses: docker/metadata-action@\(metadata)
                      id: meta
                      with:
                        images: ghcr.io/${{ github.repository }}
                        tags: |
                          type=ref,event=branch
                          type=semver,pattern={{version}}
                          type=sha,prefix={{branch}}-,format=long
                    - uses: docker/build-push-action@\(build)
                      env: { DOCKER_BUILD_SUMMARY: false, DOCKER_BUILD_RECORD_UPLOAD: false }
                      with:
                        context: .
                        push: true
                        tags: ${{ steps.meta.outputs.tags }}
                        labels: ${{ steps.meta.outputs.labels }}
                    - run: |
                        image=ghcr.io/$GITHUB_REPOSITORY:main-$GITHUB_SHA
                        docker pull -q $image
                        docker inspect $image --format \
                          'label={{index .Config.Labels "org.opencontainers.image.version"}}'
                    """,
                configuration: "registries: { ghcr.io: local }",
                expected: ["label": "main"]
            )
        }

    /// The first steps of a job that builds an image: see `ProgramFixture.writeBaseImage`.
    private static let base = """
        - uses: actions/checkout@v4
        - run: . ./base.sh

        """

    @Test("an action does what it does on GitHub", arguments: uses)
    func runs(_ use: Use) async throws {
        let mirror = try #require(mirror)
        try await ProgramFixture.with { fixture in
            let steps = use.steps.split(separator: "\n", omittingEmptySubsequences: false)
                .map { "      \($0)" }.joined(separator: "\n")
            try fixture.workflow("jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n" + steps)
            try fixture.write(".actlocal.yml", use.configuration + "\n")
            try fixture.writeBaseImage()
            try await fixture.commit()
            let run = try await fixture.run(
                "ci",
                "--repository-mirror",
                "*=\(mirror)",
                deadline: .seconds(600)
            )
            if let missing = run.job("a")?.reason, missing.contains("cannot fetch") {
                // Said as a warning, because a case that was cancelled is shown as passed.
                let words: Comment = "skipped, the clones do not have it: \(missing)"
                Issue.record(words, severity: .warning)
                try Test.cancel(words)
            }
            #expect(run.exitStatus == 0, "\(run)")
            for (name, value) in use.expected { #expect(run.value(name, in: "a") == value) }
        }
    }
}
