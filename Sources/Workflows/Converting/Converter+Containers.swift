import Diagnostics
import Expressions

extension Converter {
    /// `container`, or the definition of one service.
    mutating func container(_ value: ValueTemplate?, isService: Bool) -> ContainerAsWritten? {
        guard let value else {
            return nil
        }
        guard let fields = Fields(value) else {
            return value.text.map { image in
                checkImage(image, isService: isService)
                return .image(image.value, image.span)
            }
        }
        guard fields.expressionKeys.isEmpty else { return .mapping(value) }
        let image = fields["image"]?.text
        if let image {
            checkImage(image, isService: isService)
        } else if fields["image"] == nil,
            !fields.isEmpty || isService && !wasRefused(in: value.span)
        {
            report(Self.emptyImage(at: value.span))
        }
        checkCredentials(fields["credentials"])
        return .fields(
            ContainerAsWritten.Fields(
                image: image,
                credentials: fields["credentials"],
                env: fields["env"],
                ports: fields["ports"],
                volumes: fields["volumes"],
                options: fields["options"]?.text,
                entrypoint: fields["entrypoint"]?.text,
                command: fields["command"]?.text,
                span: value.span
            )
        )
    }

    /// `services`.
    mutating func services(_ value: ValueTemplate?) -> ServicesAsWritten? {
        guard let value else {
            return nil
        }
        if let expression = value.wholeExpression {
            return .expression(expression, value.span)
        }
        guard let fields = Fields(value) else {
            return nil
        }
        guard fields.expressionKeys.isEmpty else { return .mapping(value) }
        var services: [ServiceAsWritten] = []
        for (alias, value) in fields.named {
            if let container = container(value, isService: true) {
                services.append(ServiceAsWritten(alias: alias, container: container))
            }
        }
        return .services(services)
    }

    /// An empty image means no container to a job; a service without an image means nothing.
    private mutating func checkImage(_ image: Located<Template>, isService: Bool) {
        guard let text = image.value.literal else {
            return
        }
        let name = text.hasPrefix("docker://") ? text.dropFirst("docker://".count) : text[...]
        if name.isEmpty, isService || !text.isEmpty {
            report(Self.emptyImage(at: image.span))
        }
    }

    private static func emptyImage(at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .container,
            "Container image cannot be empty",
            at: span,
            help: "add `image:` with the name of an image"
        )
    }

    private mutating func checkCredentials(_ value: ValueTemplate?) {
        guard let fields = Fields(value), fields.expressionKeys.isEmpty, !fields.isEmpty else {
            return
        }
        for key in ["username", "password"] where fields[key] == nil {
            report(
                Diagnostic(
                    .missingKey,
                    "Required property is missing: \(key)",
                    at: fields.span,
                    help: "add `\(key):`"
                )
            )
        }
    }
}
