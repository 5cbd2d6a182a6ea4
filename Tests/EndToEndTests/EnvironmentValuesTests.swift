import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Secrets and variables of environments, and files that must not be read.
@Suite("Values of environments")
struct EnvironmentValuesTests {
    private static let workflow = """
        jobs:
          plain:
            runs-on: x
            steps: [{ run: 'echo "plain=${{ vars.WHERE }} ${{ secrets.KEY == vars.EXPECTED }}"' }]
          deploy:
            runs-on: x
            environment: Staging
            env: { WHERE: '${{ vars.WHERE }}' }
            steps:
              - run: |
                  echo "deploy=$WHERE ${{ secrets.KEY == vars.EXPECTED }} ${{ secrets.OTHER != '' }}"
                  echo "key ${{ secrets.KEY }}"
        """
    private static let configuration = """
        vars: { WHERE: nowhere, EXPECTED: repository-key }
        environments:
          staging:
            vars: { where: staging.example.com, EXPECTED: staging-key }
            secrets-file: deploy/staging.secrets
        """

    private func write(_ fixture: ProgramFixture) throws {
        try fixture.workflow(Self.workflow)
        try fixture.write(".actlocal.yml", Self.configuration)
        try fixture.write(".secrets", "KEY=repository-key\nOTHER=other-value\n")
        try fixture.write("deploy/staging.secrets", "key=staging-key\n")
    }

    @Test("a job that names an environment gets its secrets and variables, and no other job does")
    func overlay() async throws {
        try await ProgramFixture.with { fixture in
            try write(fixture)
            let run = try await fixture.run("ci", "--host")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("plain", in: "plain") == "nowhere true")
            #expect(run.value("deploy", in: "deploy") == "staging.example.com true true")
            #expect(run.output("deploy").contains("key ***"))
            #expect(!run.standardOutput.contains("staging-key"))
        }
    }

    @Test("what an option sets is used in every environment")
    func options() async throws {
        try await ProgramFixture.with { fixture in
            try write(fixture)
            let run = try await fixture.run(
                "ci",
                "--host",
                "--var",
                "WHERE=given",
                "--var",
                "EXPECTED=given-key",
                "-s",
                "KEY=given-key"
            )
            #expect(run.value("deploy", in: "deploy") == "given true true")
        }
    }

    @Test("an environment's file outside of the repository is refused")
    func outside() async throws {
        try await ProgramFixture.with { fixture in
            try write(fixture)
            try fixture.write(
                ".actlocal.yml",
                "environments: { staging: { secrets-file: ../home/keys } }\n"
            )
            let run = try await fixture.program("run", "ci", "--host")
            #expect(run.exitStatus == 3)
            #expect(run.standardError.contains("`../home/keys` is outside of this repository"))
        }
    }

    @Test(
        "a default file that is a link out of the repository is not read",
        arguments: [".secrets", ".vars", ".env", ".input"]
    )
    func link(name: String) async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow("jobs: { a: { runs-on: x, steps: [{ run: env }] } }")
            try fixture.write("../home/private", "STOLEN=treasure\n")
            #expect(symlink("\(fixture.home)/private", "\(fixture.project)/\(name)") == 0)
            let run = try await fixture.program("run", "ci", "--host")
            #expect(run.exitStatus != 0)
            #expect(run.standardError.contains("`\(name)` is a link that leads out of this"))
            #expect(!run.standardError.contains("treasure"))
            #expect(unlink("\(fixture.project)/\(name)") == 0)
            try fixture.write("config/values", "INSIDE=yes\n")
            #expect(symlink("config/values", "\(fixture.project)/\(name)") == 0)
            #expect(try await fixture.program("run", "ci", "--host").exitStatus == 0)
        }
    }
}
