import Diagnostics
import Testing

/// Pull requests of forks, and workflows that are called without what they need.
@Suite("What a stranger's run may not have")
struct ForkTests {
    @Test(
        "a fork's pull request gets no secrets and a token that reads, unless for its base",
        arguments: [
            ("pull_request", #"{"full_name": "stranger/project", "fork": true}"#, "false"),
            ("pull_request_review", #"{"full_name": "stranger/project"}"#, "false"),
            ("pull_request", #"{"fork": false}"#, "true"),
            ("pull_request", "null", "false"),
            ("pull_request", #"{"fork": true}}, "base": {"repo": {"fork": true}"#, "true"),
            ("pull_request_target", #"{"fork": true}"#, "true"),
        ]
    )
    func secrets(event: String, repository: String, given: String) async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on: \(event)
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    environment: dev
                    permissions: { id-token: write }
                    steps:
                      - run: |
                          echo "secret=${{ secrets.S != null }}"
                          echo "own=${{ secrets.OWN != null }}"
                          echo "token=${{ secrets.GITHUB_TOKEN != null }}"
                          echo "mine=${{ secrets.GITHUB_TOKEN == format('{0}-{1}', 'mine', '0815') }}"
                          echo "same=${{ secrets.GITHUB_TOKEN == github.token }}"
                          echo "identity=${ACTIONS_ID_TOKEN_REQUEST_URL:+true}"
                """
            )
            try fixture.write(".actlocal.yml", "environments: { dev: { secrets-file: dev.env } }")
            try fixture.write("dev.env", "OWN=1234-5678")
            try fixture.write("e.json", #"{"pull_request": {"head": {"repo": \#(repository)}}}"#)
            try await fixture.commit()
            let run = try await fixture.run(
                "ci",
                "--host",
                "-s",
                "S=abcd-efgh",
                "-s",
                "GITHUB_TOKEN=mine-0815",
                "-e",
                "e.json"
            )
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("secret", in: "a") == given, "\(run)")
            #expect(run.value("own", in: "a") == given)
            #expect(run.value("token", in: "a") == "true")
            #expect(run.value("mine", in: "a") == given)
            #expect(run.value("same", in: "a") == "true")
            #expect(run.value("identity", in: "a") == (given == "true" ? "true" : ""))
            let isSaid = run.diagnostics.contains { $0.message.contains("is a fork's") }
            #expect(isSaid == (given == "false"))
        }
    }

    @Test("a called workflow that is run by itself tells which secrets its caller would owe it")
    func requiredSecrets() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on: { workflow_call: { secrets: { k: { required: true }, o: {} } } }
                jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }
                """
            )
            func said(_ arguments: String...) async throws -> [String] {
                let running = fixture.start(["run", "--json", "ci", "--host"] + arguments)
                return try await running.finish().diagnostics.map(\.message)
            }
            let message = "Secret k is required, but not provided while calling."
            #expect(try await said().contains(message))
            #expect(try await !said("-s", "K=abcd-efgh").contains(message))
        }
    }
}
