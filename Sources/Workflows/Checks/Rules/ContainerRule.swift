import Diagnostics
import Expressions

/// Ports, names and options of containers that no engine, or not GitHub, makes anything of.
///
/// Source:
/// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idcontaineroptions>
enum ContainerRule {
    /// Checks the containers of a job.
    static func check(_ job: Job, _ report: inout CheckReport) {
        guard case .steps(let work) = job.kind else { return }
        if case .fields(let container) = work.container {
            check(container, &report)
            checkOptions(container.options, &report)
        }
        guard case .services(let services) = work.services else { return }
        for service in services {
            if service.alias.value.contains(where: \.isWhitespace) {
                report.warn(
                    .container,
                    "`\(service.alias.value)` can be the name of no host: it has a blank",
                    at: service.alias.span
                )
            }
            if case .fields(let container) = service.container { check(container, &report) }
        }
    }

    private static func check(_ container: ContainerAsWritten.Fields, _ report: inout CheckReport) {
        for item in container.ports?.items ?? [] {
            guard let port = item.plainText, !isPort(port.value) else { continue }
            report.warn(
                .container,
                "`\(port.value)` is no port",
                at: port.span,
                help: "write `80`, `8080:80` or `8080:80/udp`, with numbers up to 65535"
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

    /// Whether a text is `[[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]` with numbers or ranges.
    private static func isPort(_ text: String) -> Bool {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count <= 2, halves.count == 1 || ["tcp", "udp", "sctp"].contains(halves[1])
        else { return false }
        // An address of IPv6 has colons of its own, between brackets.
        let parts = halves[0].split(separator: "]", omittingEmptySubsequences: false)
        let numbers = (parts.last ?? "").split(separator: ":", omittingEmptySubsequences: false)
        guard numbers.count <= 3 else { return false }
        return numbers.suffix(2).enumerated().allSatisfy { index, number in
            let isHost = index == 0 && numbers.count > 1
            return number.isEmpty ? isHost : isNumber(number)
        }
    }

    private static func isNumber(_ text: Substring) -> Bool {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        return ends.count <= 2
            && ends.allSatisfy { end in
                Int(end).map { (0...65_535).contains($0) } ?? false
            }
    }
}
