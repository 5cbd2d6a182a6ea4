import RunEvents
import Testing

/// Registries of a job's own under the names that workflows push to.
@Suite("Local registries", .needsDocker)
struct LocalRegistryTests {
    @Test("an image is pushed and pulled under the registry's own name, and the report lists it")
    func push() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write(".actlocal.yml", "registries: { ghcr.io: local, quay.io: local }\n")
            try fixture.writeBaseImage()
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: . ./base.sh
                      - run: echo '${{ github.token }}' |
                          docker login ghcr.io -u ${{ github.actor }} --password-stdin
                      - run: docker build -q --push -t ghcr.io/octo/app:main .
                      - run: |
                          docker tag base:1 quay.io/octo/base:1
                          docker push -q quay.io/octo/base:1
                          docker rmi -f $(docker images -q)
                          echo "ran=$(docker run --rm --hostname inside ghcr.io/octo/app:main)"
                          ! docker pull -q ghcr.io/octo/base:1
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("ran", in: "a") == "inside")
            let registries = run.substitutions.filter { $0.kind == .registry }
                .map { "\($0.original): \($0.replacement)" }
            #expect(
                registries.sorted() == [
                    "ghcr.io: a registry in the job's Docker engine",
                    "push of ghcr.io/octo/app:main: the run's own registry",
                    "push of quay.io/octo/base:1: the run's own registry",
                    "quay.io: a registry in the job's Docker engine",
                ]
            )
        }
    }

    @Test("a later job of the run pulls what an earlier one has pushed; another run does not")
    func laterJob() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write(".actlocal.yml", "registries: { ghcr.io: local }\n")
            try fixture.writeBaseImage()
            try fixture.workflow(
                """
                on: [push, workflow_dispatch]
                jobs:
                  a:
                    if: github.event_name == 'push'
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: . ./base.sh
                      - run: docker build -q --push -t ghcr.io/octo/app:main .
                  b:
                    needs: a
                    if: always()
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          docker pull -q ghcr.io/octo/app:main || echo "ran=nothing"
                          echo "ran=$(docker run --rm --hostname inside ghcr.io/octo/app:main)"
                """
            )
            let run = try await fixture.run("ci", "--event", "push")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("ran", in: "b") == "inside")
            let other = try await fixture.run("ci", "--event", "workflow_dispatch")
            #expect(other.value("ran", in: "b") != "inside", "\(other)")
        }
    }

    @Test("a container of an image that the run itself has pushed is not made of another one")
    func containers() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write(".actlocal.yml", "registries: { ghcr.io: local }\n")
            try fixture.writeBaseImage()
            let image = "ghcr.io/octo/actlocal-pushed:main"
            let own = "ghcr.io/octo/actlocal-pushed:own"
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: . ./base.sh
                      - run: docker tag base:1 \(image) && docker push -q \(image)
                  container:
                    needs: a
                    runs-on: ubuntu-latest
                    container: '\(image)'
                    steps: [{ run: id }]
                  service:
                    needs: a
                    runs-on: ubuntu-latest
                    services: { app: { image: '\(image)' } }
                    steps: [{ run: id }]
                  step:
                    needs: a
                    runs-on: ubuntu-latest
                    steps: [{ uses: 'docker://\(image)' }]
                  late:
                    needs: a
                    runs-on: ubuntu-latest
                    steps: [{ if: always(), uses: 'docker://\(image)', continue-on-error: true }]
                  own:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: . ./base.sh
                      - run: docker tag base:1 \(own) && docker push -q \(own)
                      - uses: ./app
                """
            )
            try fixture.write(
                "app/action.yml",
                """
                name: App
                description: Runs what its job has pushed.
                runs: { using: docker, image: 'docker://\(own)' }
                """
            )
            // What stands for an older image of that name, which the machine has.
            for name in [image, own] {
                try await fixture.execute("docker", ["tag", "actlocal/runner:latest", name])
            }
            let run = try await fixture.run("ci")
            try await fixture.execute("docker", ["rmi", image, own])
            let reason = "`\(image)` was pushed by the job `a` to the run's own registry"
            for job in ["container", "service", "step", "late", "own"] {
                #expect(run.conclusion(job) == .notRun, "\(job): \(run)")
            }
            #expect(run.job("container")?.reason?.contains(reason) == true, "\(run)")
        }
    }

    @Test("without an engine of the job's own the report says that there is no registry")
    func noEngine() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write(".actlocal.yml", "registries: { ghcr.io: local }\n")
            try fixture.workflow(
                "jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }"
            )
            for options in ["--docker=none", "--host"] {
                let run = try await fixture.run("ci", options)
                let said = run.notHonoured.map(\.subject)
                #expect(
                    said.contains("registry `ghcr.io` of `.actlocal.yml`"),
                    "\(options): \(run)"
                )
            }
        }
    }
}
