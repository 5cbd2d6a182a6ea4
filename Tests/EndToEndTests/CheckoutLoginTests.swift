import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

private let canLogIn = SecureShellServer.programs.allSatisfy { access($0, X_OK) == 0 }

/// `ssh-key` of `actions/checkout`, with a real server of ssh.
@Suite(
    "Checkouts with a key",
    .enabled(if: canLogIn, "needs openssh-client and openssh-server")
)
struct CheckoutLoginTests {
    @Test("a key fetches another repository, and later steps' git has it until the job ends")
    func keeps() async throws {
        try await ProgramFixture.with { fixture in
            let server = try await prepare(fixture)
            let login = "ssh-key: '${{ secrets.KEY }}', ssh-user: \(server.user)"
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        with: { \(login), ssh-known-hosts: '\(server.knownHost)' }
                      - id: data
                        uses: actions/checkout@v4
                        with:
                          { repository: acme/data, path: data, \(login),
                            ssh-known-hosts: '\(server.knownHost)' }
                      - uses: actions/checkout@v4
                        with:
                          { repository: acme/data, path: once, ref: next, \(login),
                            ssh-strict: false, persist-credentials: false }
                      - run: |
                          echo "data=$(cat data/a) $(cat once/a)"
                          echo "own=$(git config remote.origin.url)"
                          echo "url=$(git -C data config remote.origin.url)"
                          git -C data fetch -q origin next && echo "fetched=yes"
                          git -C once fetch -q origin next || echo "once=no"
                          git -C data push -q origin HEAD:refs/heads/mine || echo "pushed=no"
                          echo "once-command=[$(git -C once config --local core.sshCommand)]"
                          echo "keys=$(ls $RUNNER_TEMP | grep -c ssh)"
                          echo "mode=$(stat -c %a $RUNNER_TEMP/_checkout_ssh_* | sort -u | xargs)"
                      - run: echo "out=${{ join(steps.data.outputs.*, ' ') }}"
                """
            )
            try await fixture.commit()
            let given = try await fixture.run("ci", "--host", "-s", "KEY=\(server.key)")
            #expect(given.exitStatus == 0, "\(given)")
            #expect(given.value("data", in: "a") == "1 2")
            #expect(given.value("own", in: "a") == "\(server.user)@github.com:acme/own.git")
            let url = "ssh://\(server.user)@127.0.0.1:\(server.port)\(fixture.host)/acme/data"
            #expect(given.value("url", in: "a") == url)
            #expect(given.value("fetched", in: "a") == "yes")
            #expect(given.value("once", in: "a") == "no")
            #expect(given.value("pushed", in: "a") == "no")
            #expect(given.value("once-command", in: "a") == "[]")
            #expect(given.value("keys", in: "a") == "4")
            #expect(given.value("mode", in: "a") == "600")
            #expect(given.value("out", in: "a")?.hasSuffix(" refs/heads/main") == true)
            let posts = given.steps("a").filter { $0.name.hasPrefix("Post ") }
            #expect(posts.map(\.outcome) == [.success, .success], "\(given)")
            #expect(given.notHonoured.isEmpty, "\(given)")
            #expect(!given.standardOutput.contains("BEGIN OPENSSH"))
            let line = try #require(server.key.split(separator: "\n").dropFirst(2).first)
            let found = try await fixture.execute(
                "sh",
                ["-c", "grep -rlF '\(line)' ../cache ../state ../home || true"]
            )
            #expect(found.isEmpty)
        }
    }

    @Test("a key or a host that is refused fails the step with the words of ssh")
    func refused() async throws {
        try await ProgramFixture.with { fixture in
            let server = try await prepare(fixture)
            func job(_ name: String, _ inputs: String) -> String {
                """
                  \(name):
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        with:
                          { repository: acme/data, ssh-user: \(server.user), \(inputs) }

                """
            }
            let known = "ssh-known-hosts: '\(server.knownHost)'"
            try fixture.workflow(
                "jobs:\n" + job("key", "ssh-key: '${{ secrets.OTHER }}', \(known)")
                    + job("host", "ssh-key: '${{ secrets.KEY }}'")
                    + job("text", "ssh-key: none, \(known)")
            )
            try await fixture.commit()
            let run = try await fixture.run(
                "ci",
                "--host",
                "-s",
                "KEY=\(server.key)",
                "-s",
                "OTHER=\(server.otherKey)"
            )
            #expect(run.exitStatus == 1, "\(run)")
            for (name, words) in [
                ("key", "Permission denied (publickey)"), ("host", "Host key verification failed"),
                ("text", "Error loading key"),
            ] {
                let reason = run.steps(name).first?.reason
                #expect(reason?.contains(words) == true, "\(name): \(run)")
            }
        }
    }

    @Test("what names no web server is no server, and a key needs git and ssh", .needsDocker)
    func inputs() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  server:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        with: { repository: acme/own, github-server-url: 'file:///etc' }
                  same:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        with: { github-server-url: 'https://GitHub.com/' }
                      - run: ls .github/workflows
                  bare:
                    runs-on: ubuntu-latest
                    container: actlocal/redis:7
                    steps: [{ uses: actions/checkout@v4, with: { ssh-key: key } }]
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            #expect(run.steps("server").first?.reason == "Invalid URL")
            #expect(run.conclusion("same") == .success)
            let words = "Input 'ssh-key' not supported when falling back to download"
            #expect(run.steps("bare").first?.reason?.hasPrefix(words) == true, "\(run)")
        }
    }

    /// A repository `acme/data` that only ssh leads to.
    private func prepare(_ fixture: ProgramFixture) async throws -> SecureShellServer {
        try await fixture.publish("acme/data", ["a": "1"], as: "refs/heads/main")
        try await fixture.publish("acme/data", ["a": "2"], as: "refs/heads/next")
        try await fixture.git("remote", "add", "origin", "https://github.com/acme/own")
        let server = try await SecureShellServer.start(in: fixture)
        let address = "ssh://127.0.0.1:\(server.port)\(fixture.host)"
        try fixture.configure("repositories: { server: '\(address)' }\n")
        return server
    }
}
