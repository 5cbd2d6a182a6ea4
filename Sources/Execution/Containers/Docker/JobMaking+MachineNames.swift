import Expressions
import Planning
import Workflows

extension JobMaking {
    /// Says which ids of the job's containers and network its scripts hand to the docker command,
    /// whose engine is the job's own and has none of them.
    func reportMachineNames() async {
        for step in opening.job.work.allSteps {
            guard case .run(let run) = step.kind, run.script.value.source.contains("docker") else {
                continue
            }
            for name in Self.machineNames(in: run.script.value) {
                await notHonoured(
                    "`\(name)` in a script",
                    reason: "the Docker engine that the job's programs reach is the job's own and "
                        + "does not have it; `--docker host` gives the job that of the machine",
                    at: run.script.span
                )
            }
        }
    }

    /// `job.services.NAME.id`, `job.container.network` and their like, each once.
    private static func machineNames(in script: Template) -> [String] {
        var names: [String] = []
        for reference in script.expressions.flatMap(\.references) where reference.context == "job" {
            let path = reference.properties.map { $0.lowercased() }
            let isOne = path.first == "container" ? path.count == 2 : path.count == 3
            guard isOne, ["container", "services"].contains(path[0]),
                ["id", "network"].contains(path.last)
            else { continue }
            let name = (["job"] + reference.properties).joined(separator: ".")
            if !names.contains(name) { names.append(name) }
        }
        return names
    }
}
