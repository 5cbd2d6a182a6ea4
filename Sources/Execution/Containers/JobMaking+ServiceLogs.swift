import ContainerEngine
import RunEvents

extension JobMaking {
    /// How many of a service's last lines are shown.
    private static let linesShown = 1000

    /// The title of the log of a service that did not become ready.
    static func failureTitle(_ alias: String) -> String { "Service container \(alias) failed." }

    /// Shows what the services have written, as GitHub does when a job's containers are stopped;
    /// that of one that failed was shown then.
    func showLogs(of services: [RunningService]) async {
        for service in services where service.failure == nil {
            await showLogs(
                of: service.id,
                titled: "Print service container logs: \(service.alias)"
            )
            guard !service.hasEnded, let state = try? await engine.container(service.id).state,
                state.status == .exited || state.status == .dead
            else { continue }
            let end = "ended with status \(state.exitStatus) while the job ran"
            await warn("the service `\(service.alias)` \(end)")
        }
    }

    /// Warns as GitHub's runner does: by a line and by an annotation.
    func warn(_ text: String) async {
        await say(.warning, text)
        await opening.sink.send(
            .annotation(Annotation(job: opening.key, step: nil, level: .warning, message: text))
        )
    }

    /// Shows the last lines that a container has written, as a group.
    func showLogs(of id: String, titled title: String) async {
        await say(.group, title)
        var count = 0
        if let stream = try? await engine.logs(of: id, tail: Self.linesShown) {
            var settings = CommandSettings()
            settings.readsCommands = false
            let log = StepLog(
                job: opening.key,
                step: nil,
                sink: opening.sink,
                masks: opening.masks,
                settings: settings
            )
            while let chunk = try? await stream.receive() {
                count += chunk.bytes.count { $0 == .lineFeed }
                await log.consume(chunk.bytes[...])
            }
            _ = await log.finish()
        }
        if count >= Self.linesShown {
            await say(.output, "(only the last \(Self.linesShown) lines are shown)")
        }
        await say(.endgroup, "")
    }

    private func say(_ kind: LogLines.Kind, _ text: String) async {
        await opening.sink.send(
            .log(LogLines(job: opening.key, step: nil, kind: kind, text: text))
        )
    }
}
