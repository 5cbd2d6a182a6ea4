import ContainerEngine
import Diagnostics
import Expressions
import Workflows

/// What is wrong with the options, ports and volumes of containers, as far as they are written out.
///
/// GitHub takes such a file; its jobs fail when their containers are made.
enum ContainerCheck {
    /// Warnings for all jobs of a workflow.
    static func findings(in workflow: Workflow) -> [Diagnostic] {
        workflow.jobs.flatMap { job -> [Diagnostic] in
            guard case .steps(let work) = job.kind else { return [] }
            var containers = [work.container].compactMap(\.self)
            if case .services(let services) = work.services {
                containers += services.map(\.container)
            }
            return containers.flatMap { findings(in: $0) }
        }
    }

    private static func findings(in container: ContainerAsWritten) -> [Diagnostic] {
        guard case .fields(let fields) = container else { return [] }
        var found: [Diagnostic] = []
        if let options = fields.options, let text = options.value.literal {
            var scratch = ContainerDefinition(image: "")
            do {
                _ = try ContainerOptions().apply(text, to: &scratch)
            } catch {
                found.append(warning(error.message, at: options.span, help: error.help))
            }
        }
        found += texts(fields.ports).compactMap { port in
            problem(at: port.span) { try _ = PortMapping.parse(port.value) }
        }
        found += texts(fields.volumes).compactMap { volume in
            problem(at: volume.span) { try _ = VolumeMapping.parse(volume.value) }
        }
        return found
    }

    /// The items of a list that hold no expression.
    private static func texts(_ list: ValueTemplate?) -> [Located<String>] {
        guard case .sequence(let items) = list?.content else { return [] }
        return items.compactMap { item in
            switch item.content {
            case .string(let text): Located(text, at: item.span)
            case .number(let number):
                Located(ExpressionValue.number(number).asString, at: item.span)
            default: nil
            }
        }
    }

    private static func problem(
        at span: SourceSpan,
        _ parse: () throws -> Void
    ) -> Diagnostic? {
        do {
            try parse()
            return nil
        } catch {
            return warning("\(error)", at: span, help: nil)
        }
    }

    private static func warning(
        _ message: String,
        at span: SourceSpan,
        help: String?
    ) -> Diagnostic {
        Diagnostic(.container, severity: .warning, message, at: span, help: help)
    }
}
