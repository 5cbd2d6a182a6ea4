import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The repository that stands in for the project's remote while a run lasts.
@Suite("The remote's stand-in")
struct StandInRemoteTests {
    /// A project whose remote is out of reach, with a branch of the remote and many tags.
    private static func prepare(_ fixture: ProgramFixture) async throws {
        try await fixture.git("remote", "add", "origin", "https://git.invalid/acme/own")
        try await fixture.commit("One")
        try await fixture.git("commit", "-q", "--allow-empty", "-m", "Feature")
        try await fixture.git("update-ref", "refs/remotes/origin/feature", "HEAD")
        try await fixture.git("reset", "-q", "--hard", "HEAD~1")
        try await fixture.commit("Two")
        let tags = "for n in $(seq 40); do git tag v$n $(git commit-tree -m $n HEAD^{tree}); done"
        try await fixture.execute("sh", ["-c", tags])
    }

    /// All that the developer's repository holds, with its contents.
    private static func contents(_ fixture: ProgramFixture) async throws -> String {
        let all = "find .git | sort; find .git -type f | sort | xargs sha256sum"
        return try await fixture.execute("sh", ["-c", all])
    }

    private static let asGitHub = """
                  git config --global user.name A
                  git config --global user.email a@example.com
                  git fetch -q origin feature
                  echo "feature=$(git log -1 --format=%s FETCH_HEAD)"
                  git fetch -q --unshallow && echo "count=$(git rev-list --count HEAD)"
                  git fetch -q --tags && echo "tags=$(git tag | wc -l)"
                  echo "url=$(git config remote.origin.url)"
                  git switch -q -c made
                  head -c 3000000 /dev/urandom > big && git add big && git commit -q -m Made
                  git push -q origin made HEAD:main
                  own='x-access-token:${{ github.token }}@git.invalid/acme/own.git'
                  git push -q "https://$own" made:other
                  git push -q git@git.invalid:acme/own.git made:third
                  git pull -q origin main
                  git push -q origin --delete third
                  echo "pushed=$(git rev-parse HEAD)"
                  git ls-remote https://git.invalid/acme/own-docs 2>&1 \\
                    | grep -q 'git.invalid' && echo "docs=not reached"
        """

    private static func workflow(_ more: String = "") -> String {
        """
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: |
        \(asGitHub)
          b:
            needs: a
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: |
                  git fetch -q origin made && echo "seen=$(git rev-parse FETCH_HEAD)"
                  echo "main=$(git ls-remote origin main | cut -f1)"
                  echo "heads=$(git ls-remote --heads origin | cut -d/ -f3 | tr '\\n' ' ')"
                  ask() { curl -sS -H 'Authorization: Bearer ${{ github.token }}' "$1"; }
                  own="$GITHUB_API_URL/repos/$GITHUB_REPOSITORY"
                  for ref in git/ref/heads/made commits/main branches/other; do
                    ask "$own/$ref" | grep -q "$(git rev-parse FETCH_HEAD)" && known="$known $ref"
                  done
                  echo "known=$known"
              - { uses: actions/checkout@v4, with: { ref: made, path: made } }
              - { uses: actions/checkout@v4, with: { ref: main, path: main, fetch-depth: 0 } }
              - run: |
                  echo "made=$(git -C made rev-parse made) $(test -e made/big && echo big)"
                  echo "moved=$(git -C main rev-parse main) $(git -C main rev-list --count main)"
        \(more)
        """
    }

    private static func check(_ run: ProgramRun) throws {
        #expect(run.exitStatus == 0, "\(run)")
        #expect(run.value("feature", in: "a") == "Feature")
        #expect(run.value("count", in: "a") == "2")
        #expect(run.value("tags", in: "a") == "40")
        #expect(run.value("url", in: "a") == "https://git.invalid/acme/own")
        #expect(run.value("docs", in: "a") == "not reached")
        let pushed = try #require(run.value("pushed", in: "a"))
        #expect(run.value("seen", in: "b") == pushed)
        #expect(run.value("main", in: "b") == pushed)
        #expect(run.value("known", in: "b") == " git/ref/heads/made commits/main branches/other")
        #expect(run.value("made", in: "b") == "\(pushed) big")
        #expect(run.value("moved", in: "b") == "\(pushed) 3")
        #expect(run.value("heads", in: "b") == "feature made main other ")
        let short = pushed.prefix(12)
        let listed = run.notHonoured.filter { $0.subject.hasPrefix("`git push`") }
        let place = "of https://git.invalid/acme/own"
        #expect(
            listed.map { "\($0.job ?? "") \($0.subject)" }
                == ["made", "main", "other", "third", "third"].map {
                    "a `git push` to `refs/heads/\($0)` \(place)"
                }
        )
        let moved = listed.first { $0.subject.contains("heads/main") }?.reason
        #expect(moved?.hasPrefix("it would have moved it from `") == true)
        #expect(moved?.contains("to `\(short)`; only jobs of this run see it") == true)
        let reasons = listed.map(\.reason)
        #expect(reasons.contains { $0.hasPrefix("it would have made it at `\(short)`") })
        #expect(reasons.last?.hasPrefix("it would have removed it") == true)
        #expect(!reasons.contains { $0.contains(".github/workflows") })
    }

    @Test("a container fetches and pushes as on GitHub, and only its run sees it", .needsDocker)
    func container() async throws {
        try await ProgramFixture.with { fixture in
            let action = """
                      - uses: docker://actlocal/runner:latest
                        with:
                          entrypoint: /bin/sh
                          args: -c "echo action=$(git ls-remote https://git.invalid/acme/own made)"
                """
            try fixture.workflow(Self.workflow(action))
            try await Self.prepare(fixture)
            let before = try await Self.contents(fixture)
            let run = try await fixture.run("ci")
            try Self.check(run)
            let pushed = run.value("pushed", in: "a") ?? "-"
            #expect(run.value("action", in: "b")?.hasPrefix(pushed) == true, "\(run)")
            #expect(try await Self.contents(fixture) == before)
        }
    }

    @Test("so does a job of this machine; the developer's repository and its hooks are untouched")
    func host() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.workflow())
            try await Self.prepare(fixture)
            for hook in ["pre-receive", "update", "post-receive", "post-update"] {
                let text = "#!/bin/sh\ntouch \(fixture.folder)/hooked\nexit 1\n"
                try await fixture.writeProgram(".git/hooks/\(hook)", text)
            }
            let before = try await Self.contents(fixture)
            try Self.check(try await fixture.run("ci", "--host"))
            #expect(try await Self.contents(fixture) == before)
            #expect(access("\(fixture.folder)/hooked", F_OK) != 0)
        }
    }

    @Test("a job that may not write contents fetches, and is refused a push in GitHub's words")
    func readOnly() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                permissions: { contents: read }
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: |
                          git fetch -q origin feature && echo "fetched=yes"
                          git push origin HEAD:main || echo "status=$?"
                """
            )
            try await Self.prepare(fixture)
            let run = try await fixture.run("ci", "--host")
            #expect(run.value("fetched", in: "a") == "yes", "\(run)")
            #expect(run.value("status", in: "a") == "128")
            let words = "remote: Permission to acme/own.git denied to github-actions[bot]."
            #expect(run.output("a").contains(words), "\(run)")
            #expect(!run.notHonoured.contains { $0.subject.hasPrefix("`git push`") })
        }
    }

    @Test("a pull request's refs can be fetched, and a workflow's own settings of git hold")
    func pullRequest() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on: pull_request
                env:
                  GIT_CONFIG_COUNT: 1
                  GIT_CONFIG_KEY_0: user.name
                  GIT_CONFIG_VALUE_0: Mine
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: |
                          echo "refs=$(git ls-remote origin 'refs/pull/*' | cut -f2 | tr '\\n' ' ')"
                          echo "merge=$(git ls-remote origin "$GITHUB_REF" | cut -f1) $GITHUB_SHA"
                          echo "head=$(git ls-remote origin "$GITHUB_HEAD_REF" | cut -f1)"
                          echo "name=$(git config user.name)"
                          echo >> .github/workflows/ci.yml
                          git -c user.email=a@example.com commit -q -a -m Workflow
                          git push -q origin HEAD:refs/heads/flow
                          git push -q origin HEAD:refs/pull/7/head || echo "hidden=refused"
                """
            )
            try await Self.prepare(fixture)
            try await fixture.git("update-ref", "refs/remotes/origin/main", "HEAD")
            try await fixture.git("switch", "-q", "-c", "topic")
            try await fixture.commit("Topic")
            let run = try await fixture.run("ci", "--host", "--ref", "refs/pull/7/merge")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("refs", in: "a") == "refs/pull/7/head refs/pull/7/merge ")
            let shas = run.value("merge", in: "a")?.split(separator: " ") ?? []
            #expect(shas.count == 2 && shas[0] == shas[1])
            #expect(run.value("head", in: "a").map { $0[...] } == shas.first)
            #expect(run.value("name", in: "a") == "Mine")
            #expect(run.value("hidden", in: "a") == "refused")
            let pushes = run.notHonoured.filter { $0.subject.hasPrefix("`git push`") }
            #expect(pushes.count == 1)
            #expect(pushes.first?.reason.hasSuffix("may not change `.github/workflows`") == true)
        }
    }

    @Test("a folder of a bigger repository and a shallow clone are served as far as they go")
    func partOfRepository() async throws {
        try await ProgramFixture.with { fixture in
            let steps = """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: |
                          git fetch -q origin main && echo "same=$(git diff HEAD FETCH_HEAD | wc -l)"
                          git fetch -q --unshallow || git fetch -q
                          echo "count=$(git rev-list --count HEAD)"
                          git config user.email a@example.com && git config user.name A
                          git commit -q --allow-empty -m New && git push -q origin HEAD:main
                          test "$(git ls-remote origin main | cut -f1)" = "$(git rev-parse HEAD)"
                """
            try fixture.workflow(steps)
            try fixture.write("part/.github/workflows/ci.yml", "on: push\n\(steps)")
            for name in ["One", "Two", "Three"] { try await fixture.commit(name) }
            try await fixture.git("remote", "add", "origin", "https://git.invalid/acme/own")
            let whole = try await fixture.run("ci", "--host")
            #expect(whole.exitStatus == 0, "\(whole)")
            #expect(whole.value("count", in: "a") == "3")
            let part = try await fixture.run("ci", "--host", "-C", "part")
            #expect(part.exitStatus == 0, "\(part)")
            #expect(part.value("same", in: "a") == "0")
            #expect(part.value("count", in: "a") == "1")
            let bare = fixture.folder + "/bare.git"
            try await fixture.git("clone", "-q", "--bare", ".", bare)
            try await fixture.execute("sh", ["-c", "rm -rf .git"])
            let clone = "\(fixture.folder)/shallow"
            try await fixture.git("clone", "-q", "--depth", "2", "file://\(bare)", clone)
            try await fixture.execute("mv", ["\(clone)/.git", ".git"])
            let shallow = try await fixture.run("ci", "--host")
            #expect(shallow.exitStatus == 0, "\(shallow)")
            #expect(shallow.value("count", in: "a") == "2")
        }
    }

    @Test("what a killed run's stand-in held is removed by the next run")
    func killed() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: git push -q origin HEAD:made && echo "ready" && sleep ${{ vars.TIME }}
                """
            )
            try await Self.prepare(fixture)
            let running = fixture.start(["run", "--json", "ci", "--host", "--var", "TIME=1000"])
            try await running.line(containing: "ready")
            let process = try #require(running.process)
            let before = try await fixture.leftovers(of: process)
            #expect(before.contains { $0.hasPrefix("remote") })
            kill(process, SIGKILL)
            _ = try? await running.finish()
            let run = try await fixture.run("ci", "--host", "--var", "TIME=0")
            #expect(run.exitStatus == 0, "\(run)")
        }
    }
}
