import RunEvents
import Testing

/// Pushes of jobs, which never reach a real repository.
@Suite("Pushes")
struct PushTests {
    @Test("a push after a checkout reaches no remote end: its own has a stand-in, others say so")
    func host() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.publish("acme/data", ["a": "1"], as: "refs/heads/main")
            let origin = "\(fixture.host)/acme/own.git"
            try await fixture.git("init", "-q", "--bare", "-b", "main", origin)
            try await fixture.git("remote", "add", "origin", origin)
            try fixture.workflow(Self.pushing)
            try await fixture.commit()
            try await fixture.git("push", "-q", "origin", "main")
            func refs() async throws -> String {
                var all = ""
                for name in ["own.git", "data"] {
                    let folder = "\(fixture.host)/acme/\(name)"
                    all += try await fixture.git("-C", folder, "for-each-ref")
                }
                return all
            }
            let before = try await refs()
            let run = try await fixture.run("ci", "--host")
            #expect(try await refs() == before)
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.standardOutput.contains("acme/data' does not appear"), "\(run)")
            #expect(run.value("pushed", in: "a") == ".")
            #expect(run.value("from", in: "a") == origin)
        }
    }

    @Test("git of a host job has nothing of the user's: logins, settings, variables of hooks")
    func logins() async throws {
        try await ProgramFixture.with { fixture in
            let settings = """
                [user]
                  name = Me
                [credential]
                  helper = "!echo username=me; echo password=hush; :"
                """
            try fixture.write("../home/.gitconfig", settings)
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          echo "agent=[$SSH_AUTH_SOCK$GIT_DIR$GIT_ASKPASS$GIT_SSH_COMMAND]"
                          echo "token=[$GITHUB_TOKEN$GH_TOKEN] ${GH_CONFIG_DIR#$RUNNER_TEMP/../}"
                          echo "name=[$(git config user.name)]"
                          git config --global user.name "A bot"
                          echo "own=[$(git config user.name)] $HOME"
                          printf 'protocol=https\\nhost=git.invalid\\n\\n' \\
                            | git credential fill > given || true
                          echo "given=[$(tr '\\n' ' ' < given)]"
                          git init -q -b main here && cd here
                          git config user.email a@example.com
                          git commit -q --allow-empty -m One
                          for url in https://git.invalid/a git@git.invalid:a/b \\
                              ssh://git.invalid/a git://git.invalid/a; do
                            git push -q "$url" main || refused=$((refused + 1))
                          done
                          echo "refused=$refused"
                          git init -q --bare ../near && git push -q ../near main
                          echo "near=$(git -C ../near log --format=%s main)"
                """
            )
            try await fixture.commit()
            let run = try await fixture.run(
                "ci",
                "--host",
                adding: [
                    "SSH_AUTH_SOCK": "/agent", "GIT_DIR": "\(fixture.project)/.git",
                    "GIT_ASKPASS": "/ask", "GIT_SSH_COMMAND": "ssh -v", "GH_TOKEN": "mine",
                    "GITHUB_TOKEN": "mine",
                ]
            )
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("agent", in: "a") == "[]")
            #expect(run.value("name", in: "a") == "[]")
            #expect(run.value("token", in: "a")?.hasPrefix("[] /") == true)
            #expect(run.value("own", in: "a") == "[A bot] \(fixture.home)")
            #expect(run.value("given", in: "a") == "[]")
            #expect(run.value("near", in: "a") == "One")
            for address in ["git.invalid/a'", "git.invalid:a/b'"] {
                let words = "fatal: './a local run pushes nothing to \(address) does not appear"
                #expect(run.standardOutput.contains(words), "\(run)")
            }
            #expect(run.value("refused", in: "a") == "4")
            let kept = try await fixture.execute("cat", ["\(fixture.home)/.gitconfig"])
            #expect(kept == settings)
        }
    }

    @Test("a container's job neither", .needsDocker)
    func container() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.publish("acme/data", ["a": "1"], as: "refs/heads/main")
            try await fixture.git("remote", "add", "origin", "https://git.invalid/acme/own")
            try fixture.workflow(Self.pushing)
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            let other = "fatal: './a local run pushes nothing to "
            #expect(run.standardOutput.contains(other), "\(run)")
            #expect(!run.standardOutput.contains("\(other)git.invalid/acme/own"), "\(run)")
            #expect(run.value("pushed", in: "a") == ".")
            #expect(run.value("from", in: "a") == "https://git.invalid/acme/own")
        }
    }

    private static let pushing = """
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - { uses: actions/checkout@v4, with: { repository: acme/data, path: data } }
              - run: |
                  git config --global user.name A
                  git config --global user.email a@example.com
                  pushed=
                  for place in . data; do
                    git -C $place commit -q --allow-empty -m Two
                    git -C $place push origin HEAD:main HEAD:other && pushed=$pushed$place
                  done
                  echo "pushed=$pushed"
                  echo "from=$(git config remote.origin.url)"
        """
}
