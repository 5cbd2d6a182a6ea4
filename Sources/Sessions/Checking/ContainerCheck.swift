import ContainerEngine
import Diagnostics
import Expressions
import Synchronization
import Workflows

/// What is wrong with the options, ports and volumes of containers, as far as they are written out.
///
/// GitHub takes such a file; its jobs fail when their containers are made.
enum ContainerCheck {
    /// Warnings for all jobs of a workflow.
    static func findings(in workflow: Workflow) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for job in workflow.jobs {
            guard case .steps(let work) = job.kind else { continue }
            if let container = work.container { found += findings(in: container) }
            guard case .services(let services) = work.services else { continue }
            for service in services { found += findings(in: service.container) }
        }
        return found
    }

    private static func findings(in container: ContainerAsWritten) -> [Diagnostic] {
        guard case .fields(let fields) = container else { return [] }
        var found: [Diagnostic] = []
        if let options = fields.options, let text = options.value.literal {
            found += unlessSound(.options, text) { problem(inOptions: text, at: options.span) }
        }
        for port in texts(fields.ports) {
            found += unlessSound(.port, port.value) {
                problem(at: port.span) { try _ = PortMapping.parse(port.value) }
            }
        }
        for volume in texts(fields.volumes) {
            found += unlessSound(.volume, volume.value) {
                problem(at: volume.span) { try _ = VolumeMapping.parse(volume.value) }
            }
        }
        return found
    }

    // MARK: Texts

    /// A text that was found to be sound as what it stands for.
    private struct SoundText: Hashable {
        enum Kind { case options, port, volume }

        let kind: Kind
        let text: String
    }

    /// Texts that are sound: the files of a project have the same services as their neighbours.
    private static let sound = Mutex<Set<SoundText>>([])
    /// No more of them are kept.
    private static let mostSound = 1_000

    /// What is found in a text, which is not looked for in one that is known to be sound.
    private static func unlessSound(
        _ kind: SoundText.Kind,
        _ text: String,
        _ find: () -> Diagnostic?
    ) -> [Diagnostic] {
        let own = SoundText(kind: kind, text: text)
        guard !sound.withLock({ $0.contains(own) }) else { return [] }
        if let found = find() { return [found] }
        sound.withLock { texts in
            if texts.count < mostSound { texts.insert(own) }
        }
        return []
    }

    private static func problem(inOptions text: String, at span: SourceSpan) -> Diagnostic? {
        var scratch = ContainerDefinition(image: "")
        do {
            _ = try ContainerOptions().apply(text, to: &scratch)
            return nil
        } catch {
            return warning(error.message, at: span, help: error.help)
        }
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
