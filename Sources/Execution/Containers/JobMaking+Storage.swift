import ContainerEngine
import Diagnostics
import RunEvents
import Workflows
import Workspaces

extension JobMaking {
    /// Sees to it that a container gets nothing of this machine that no job may have.
    ///
    /// What it does get is said in the job's log.
    func admit(
        _ definition: inout ContainerDefinition,
        of container: ContainerRequest,
        offersEngine: Bool = false
    ) async throws {
        let admission: HostAccess.Admission
        do throws(HostAccess.Refusal) {
            // It may look at very many files.
            let judged = await BlockingWork.run { [access, definition] in
                var admitted = definition
                return Result { () throws(HostAccess.Refusal) in
                    (try access.admit(&admitted, offersEngine: offersEngine), admitted)
                }
            }
            (admission, definition) = try judged.get()
        } catch {
            throw JobOpenError(
                error.message,
                help: error.help,
                at: Self.place(of: error.mount, in: container),
                cause: .here
            )
        }
        for notice in admission.notices {
            let text = opening.masks.masked("`\(container.image)`: \(notice)").text
            await opening.sink.send(
                .log(LogLines(job: opening.key, step: nil, kind: .warning, text: text))
            )
        }
        for (mount, path) in admission.onlyReadable.sorted(by: { $0.key < $1.key }) {
            await notHonoured(
                "writing to `\(opening.masks.masked(path).text)` in a container",
                reason: "it is a folder of this machine's system, which containers only read; "
                    + "what they write goes into a volume or a folder of the job",
                at: Self.place(of: mount, in: container)
            )
        }
    }

    /// The entry that asks for what no container may have: the mounts of `volumes` are a
    /// definition's first, one each, and all else comes of `options`.
    private static func place(
        of mount: Int?,
        in container: ContainerRequest
    ) -> SourceSpan {
        guard let mount, container.volumes.indices.contains(mount) else {
            return container.options.span
        }
        return container.volumes[mount].span
    }

    /// Makes the named volumes of a container the job's own, shared by all its containers.
    ///
    /// On GitHub every job has a machine of its own, so a volume never outlives its job.
    func makeVolumes(of definition: inout ContainerDefinition) async throws {
        for index in definition.storage.mounts.indices {
            guard
                case .volume(let written?, let copies, let driver, let options) =
                    definition.storage.mounts[index].source
            else { continue }
            var volume = VolumeDefinition(name: "\(name)-volume-\(written)")
            volume.driver = driver ?? definition.storage.volumeDriver ?? volume.driver
            volume.options = options
            volume.labels = settings.labels
            let made = try await cleanup.make(.rest) { [volume, engine] in
                try await engine.createVolume(volume).name
            } undo: { [engine] name in
                await engineProblem { try await engine.removeVolume(name) }
            }.value
            definition.storage.mounts[index].source = .volume(
                name: made,
                copiesImageFiles: copies,
                driver: nil,
                options: [:]
            )
        }
    }
}
