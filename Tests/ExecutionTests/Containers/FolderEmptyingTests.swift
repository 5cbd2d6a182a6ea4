import ContainerEngine
import Foundation
import Testing

@testable import Execution

/// What is removed through a container because only its root may.
@Suite("Emptying folders of containers' users", .needsImages, .timeLimit(.minutes(20)))
struct FolderEmptyingTests {
    @Test("everything below goes, the folder stays, and no container is left")
    func empties() async throws {
        try await ContainerRun.with { containers in
            let folder = "\(containers.folder)/written"
            let deep = "\(folder)/upper/closed"
            try FileManager.default.createDirectory(
                atPath: deep,
                withIntermediateDirectories: true
            )
            try Data("x".utf8).write(to: URL(fileURLWithPath: "\(deep)/.hidden"))
            try Data("x".utf8).write(to: URL(fileURLWithPath: "\(folder)/beside"))
            #expect(chmod(deep, 0) == 0)
            let label = "actlocal.emptying-\(UInt64.random(in: 0 ... .max))"
            try await FolderEmptying(
                engine: containers.engine,
                initExecutable: LocalHost.program,
                labels: [label: "1"]
            ).empty(folder, image: ContainerRun.redis)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
            #expect(
                try await containers.engine.containers(labelled: [LabelFilter(label)]).isEmpty
            )
        }
    }
}
