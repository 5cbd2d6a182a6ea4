import ContainerEngine
import RunEvents
import Testing

@testable import Execution

/// What `volumes` and `options` make in a real engine.
@Suite("Volumes of jobs", .needsImages, .timeLimit(.minutes(20)))
struct JobVolumeTests {
    @Test("containers of a job share its named volumes, which go with it; a service may be `job`")
    func namedVolumes() async throws {
        try await ContainerRun.with { containers in
            let name = "kept-\(UInt64.random(in: 0 ... .max))"
            let run = try await LocalRun.run(
                """
                jobs:
                  a:
                    runs-on: x
                    container: { image: "\(ContainerRun.redis)", volumes: ['\(name):/shared'] }
                    services:
                      job:
                        image: \(ContainerRun.redis)
                        options: --entrypoint sh -v \(name):/data
                        command: -c "echo from-service > /data/file; sleep 100"
                    steps:
                      - run: |
                          until test -s /shared/file; do sleep 0.1; done
                          echo "file=$(cat /shared/file)"
                """,
                containers.options()
            )
            #expect(await run.jobs == ["a: success"])
            #expect(await run.value("file") == "from-service")
            let volumes = try await containers.engine.volumes().map(\.name)
            #expect(volumes.filter { $0.contains(name) } == [])
        }
    }

    @Test("a folder that does not exist is refused and not created")
    func missingFolder() async throws {
        try await ContainerRun.with { containers in
            let folder = containers.folder + "/none"
            let run = try await LocalRun.run(
                """
                jobs:
                  a:
                    runs-on: x
                    container: { image: "\(ContainerRun.redis)", volumes: ['\(folder):/x'] }
                    steps: [{ run: echo never }]
                """,
                containers.options()
            )
            #expect(await run.jobs == ["a: not_run"])
            let reason = await run.jobEnds.first?.reason ?? ""
            #expect(reason.hasPrefix("`\(folder)` does not exist on this machine; create it"))
            #expect(!MachinePath(folder).exists)
        }
    }
}
