import Diagnostics
import Expressions

/// Names and options of containers that no engine, or not GitHub, makes anything of.
///
/// Source:
/// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idcontaineroptions>
enum ContainerRule {
    /// Checks the containers of a job.
    static func check(_ job: Job, _ report: inout CheckReport) {
        guard case .steps(let work) = job.kind else { return }
        if case .fields(let container) = work.container {
            checkOptions(container.options, &report)
        }
        guard case .services(let services) = work.services else { return }
        for service in services where service.alias.value.contains(where: \.isWhitespace) {
            report.warn(
                .container,
                "`\(service.alias.value)` can be the name of no host: it has a blank",
                at: service.alias.span
            )
        }
    }

    /// Options that GitHub decides itself.
    private static func checkOptions(_ options: Located<Template>?, _ report: inout CheckReport) {
        guard let options, let text = options.value.literal else { return }
        let words = text.split { $0 == " " || $0 == "=" || $0.isNewline }
        for option in ["--network", "--entrypoint"] where words.contains(Substring(option)) {
            report.warn(
                .container,
                "GitHub does not support the option `\(option)` of a job's container",
                at: options.span,
                help: "remove it"
            )
        }
    }
}
