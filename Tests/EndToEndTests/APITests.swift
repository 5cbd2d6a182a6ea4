import RunEvents
import Testing

/// GitHub's API as the steps of a real run reach it.
@Suite("GitHub's API in a run")
struct APITests {
    /// A step that asks and prints what it is answered, in one line.
    private static func ask(_ name: String, _ path: String, _ options: String = "") -> String {
        """
              - run: |
                  echo "\(name)=$(curl -sS -w ' %{http_code}' \(options) \\
                    -H 'Authorization: Bearer ${{ github.token }}' "$GITHUB_API_URL/\(path)")"

        """
    }

    private static func workflow(_ steps: String, _ job: String = "") -> String {
        "jobs:\n  a:\n    runs-on: ubuntu-latest\n\(job)    steps:\n\(steps)"
    }

    @Test("a server that cannot start is told once, and steps that ask it go on")
    func noServer() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                Self.workflow(Self.ask("one", "x") + Self.ask("two", "x"))
            )
            let place = fixture.cache + "/actlocal"
            try await fixture.execute("mkdir", ["-p", place])
            try await fixture.execute("touch", ["\(place)/uploads"])
            let run = try await fixture.run("ci", "--host")
            #expect(run.exitStatus == 0, "\(run)")
            let reasons = run.notHonoured.filter { $0.subject.contains("GitHub's API") }
            #expect(reasons.count == 1, "\(run)")
            #expect(reasons.first?.reason.contains("the server for them cannot be started") == true)
        }
    }

    @Test("every step asks this machine; what it would have changed is listed without secrets")
    func steps() async throws {
        try await ProgramFixture.with { fixture in
            let own = "repos/$GITHUB_REPOSITORY"
            try fixture.workflow(
                Self.workflow(
                    Self.ask(
                        "sha",
                        "\(own)/commits/main",
                        "-H 'Accept: application/vnd.github.sha'"
                    )
                        + Self.ask("steps", "\(own)/actions/runs/$GITHUB_RUN_ID/jobs")
                        + Self.ask(
                            "comment",
                            "\(own)/issues/1/comments",
                            "-d '{\"body\":\"${{ secrets.PASSWORD }}\"}'"
                        )
                        + Self.ask("unknown", "\(own)/releases/latest")
                            + """
                                  - run: |
                                      echo "same=${{ github.api_url }} $GITHUB_API_URL $FROM_JOB"
                                      echo "server=$GITHUB_SERVER_URL"

                            """,
                    "    env: { FROM_JOB: '${{ github.api_url }}' }\n"
                )
            )
            try await fixture.commit()
            let run = try await fixture.run("ci", "--host", "-s", "PASSWORD=opensesame")
            #expect(run.exitStatus == 0, "\(run)")
            let sha = try await fixture.git("rev-parse", "HEAD").filter { !$0.isNewline }
            #expect(run.value("sha", in: "a") == "\(sha) 200")
            #expect(run.value("steps", in: "a")?.contains(#""status":"in_progress""#) == true)
            #expect(run.value("comment", in: "a")?.hasSuffix(" 201") == true)
            #expect(run.value("unknown", in: "a")?.hasSuffix(" 404") == true)
            let same = run.value("same", in: "a")?.split(separator: " ") ?? []
            #expect(same.count == 3 && Set(same).count == 1 && same[0].hasPrefix("http://127."))
            #expect(run.value("server", in: "a") == "https://github.com")
            let listed = run.notHonoured.filter { $0.subject.hasPrefix("`") && $0.job == "a" }
                .map { "\($0.subject): \($0.reason)" }
            #expect(
                listed == [
                    "`POST /repos/local/project/issues/1/comments`: the job has no `permissions`, "
                        + "and unless the repository's settings allow more, GitHub lets its token "
                        + "only read: it takes `permissions: { issues: write }`",
                    "`POST /repos/local/project/issues/1/comments`: it would have written a "
                        + #"comment: `{"body":"***"}`; nothing left this machine"#,
                    "`GET /repos/local/project/releases/latest`: actlocal does not answer this "
                        + "part of GitHub's API; told 404",
                ]
            )
        }
    }

    @Test("a container action asks at the same address, from its own container", .needsDocker)
    func container() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                Self.workflow(
                    """
                          - run: echo "job=$GITHUB_API_URL"
                          - uses: docker://actlocal/runner:latest
                            with:
                              entrypoint: /bin/sh
                              args: >-
                                -c "echo container=$GITHUB_API_URL; curl -sS
                                -H 'Authorization: Bearer ${{ github.token }}'
                                $GITHUB_API_URL/repos/$GITHUB_REPOSITORY"

                    """
                )
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            let address = try #require(run.value("job", in: "a"))
            #expect(run.value("container", in: "a") == address)
            #expect(run.output("a").contains { $0.contains(#""full_name":"local/project""#) })
        }
    }

    @Test("a job that is granted a token of GitHub's asks GitHub itself")
    func grantedToken() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                Self.workflow("      - run: echo \"api=$GITHUB_API_URL ${{ github.api_url }}\"\n")
            )
            try await fixture.commit()
            let run = try await fixture.run("ci", "--host", "-s", "GITHUB_TOKEN=ghp_granted")
            let own = "https://api.github.com"
            #expect(run.value("api", in: "a") == "\(own) \(own)", "\(run)")
        }
    }
}
