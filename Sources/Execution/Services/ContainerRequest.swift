package import Diagnostics
import Expressions
import Planning
package import Workflows

/// What a job's `container`, or one of its `services`, asks for once its expressions are known.
package struct ContainerRequest: Sendable {
    /// The image, without `docker://`.
    package var image = ""
    /// `credentials` for the image's registry.
    package var credentials: Credentials?
    /// `env`.
    package var environment: [EnvironmentEntry] = []
    /// `ports`, as written.
    package var ports: [Located<String>] = []
    /// `volumes`, as written.
    package var volumes: [Located<String>] = []
    /// `options`, as on the docker command's line.
    package var options: Located<String>
    /// `entrypoint`, of services only.
    package var entrypoint: String?
    /// `command`, of services only.
    package var command: String?
    /// Where the workflow says it.
    package let span: SourceSpan

    /// A registry's user and password.
    package struct Credentials: Sendable {
        /// `username`.
        package let username: String
        /// `password`.
        package let password: String
    }

    /// Evaluates what is written; nil for an empty image, which means no container.
    init?(
        _ written: ContainerAsWritten,
        reader: TemplateReader
    ) throws(EvaluationFailure) {
        span = written.span
        options = Located("", at: span)
        switch written {
        case .image(let template, let span):
            try fill(from: try reader.value(template, at: span))
        case .mapping(let template):
            try fill(from: try reader.value(template))
        case .fields(let fields):
            let image = try fields.image.map { (image) throws(EvaluationFailure) in
                try reader.text(image)
            }
            self.image = Self.withoutScheme(image ?? "")
            try fill(from: fields, reader: reader)
        }
        guard !image.isEmpty else { return nil }
    }

    private static func withoutScheme(_ image: String) -> String {
        image.hasPrefix("docker://") ? String(image.dropFirst("docker://".count)) : image
    }

    private mutating func fill(
        from fields: ContainerAsWritten.Fields,
        reader: TemplateReader
    ) throws(EvaluationFailure) {
        if let template = fields.credentials {
            credentials = try Self.credentials(try reader.value(template), at: template.span)
        }
        if let template = fields.env {
            environment = try reader.textMapping(template).map {
                EnvironmentEntry($0.name, $0.value)
            }
        }
        if let template = fields.ports {
            ports = try Self.texts(template, reader: reader)
        }
        if let template = fields.volumes {
            volumes = try Self.texts(template, reader: reader)
        }
        if let template = fields.options {
            options = Located(try reader.text(template), at: template.span)
        }
        if let template = fields.entrypoint {
            entrypoint = try reader.text(template)
        }
        if let template = fields.command {
            command = try reader.text(template)
        }
    }

    private mutating func fill(from value: ExpressionValue) throws(EvaluationFailure) {
        if case .object(let object) = value {
            image = Self.withoutScheme(try Self.text(object["image"] ?? .null, at: span))
            try fill(from: object)
        } else {
            image = Self.withoutScheme(try Self.text(value, at: span))
        }
    }

    private mutating func fill(from object: ExpressionObject) throws(EvaluationFailure) {
        for key in object.keys where !Self.keys.contains(key.lowercased()) {
            throw EvaluationFailure(message: "Unexpected value '\(key)'", span: span)
        }
        credentials = try Self.credentials(object["credentials"] ?? .null, at: span)
        environment = try Self.environment(object["env"] ?? .null, at: span)
        ports = try Self.texts(object["ports"] ?? .null, at: span)
        volumes = try Self.texts(object["volumes"] ?? .null, at: span)
        options = Located(try Self.text(object["options"] ?? .null, at: span), at: span)
        entrypoint = try object["entrypoint"].map { (value) throws(EvaluationFailure) in
            try Self.text(value, at: span)
        }
        command = try object["command"].map { (value) throws(EvaluationFailure) in
            try Self.text(value, at: span)
        }
    }

    private static let keys: Set<String> = [
        "image", "credentials", "env", "ports", "volumes", "options", "entrypoint", "command",
    ]

    private static func text(
        _ value: ExpressionValue,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> String {
        guard value.isPrimitive else { throw EvaluationFailure(unexpected: value, at: span) }
        return value.asString
    }

    /// The items of a list, each at its own place where it is written out.
    private static func texts(
        _ template: ValueTemplate,
        reader: TemplateReader
    ) throws(EvaluationFailure) -> [Located<String>] {
        guard case .sequence(let items) = template.content else {
            return try texts(try reader.value(template), at: template.span)
        }
        var texts: [Located<String>] = []
        for item in items {
            let value = try reader.value(item)
            if case .array = value {
                texts += try Self.texts(value, at: item.span)
            } else {
                texts.append(Located(try text(value, at: item.span), at: item.span))
            }
        }
        return texts
    }

    private static func texts(
        _ value: ExpressionValue,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> [Located<String>] {
        guard case .array(let array) = value else {
            let text = try text(value, at: span)
            return text.isEmpty ? [] : [Located(text, at: span)]
        }
        return try array.elements.map { (element) throws(EvaluationFailure) in
            Located(try text(element, at: span), at: span)
        }
    }

    private static func environment(
        _ value: ExpressionValue,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> [EnvironmentEntry] {
        switch value {
        case .null: return []
        case .object(let object):
            var entries: [EnvironmentEntry] = []
            for (name, value) in object.entries {
                entries.append(EnvironmentEntry(name, try text(value, at: span)))
            }
            return entries
        default: throw EvaluationFailure(unexpected: value, at: span)
        }
    }

    /// Both `username` and `password`, or null for none.
    private static func credentials(
        _ value: ExpressionValue,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> Credentials? {
        if case .null = value { return nil }
        guard case .object(let object) = value else {
            throw EvaluationFailure(unexpected: value, at: span)
        }
        let username = try text(object["username"] ?? .null, at: span)
        let password = try text(object["password"] ?? .null, at: span)
        for (key, text) in [("username", username), ("password", password)] where text.isEmpty {
            throw EvaluationFailure(message: "`credentials` have no `\(key)`", span: span)
        }
        return Credentials(username: username, password: password)
    }
}

/// A service of a job, its expressions known.
package struct ServiceRequest: Sendable {
    /// The name it is reached by.
    package let alias: String
    /// What it is made of; nil when its image came out empty: it is not started.
    package let container: ContainerRequest?

    /// All services of a job, in order.
    static func all(
        _ written: ServicesAsWritten?,
        reader: TemplateReader
    ) throws(EvaluationFailure) -> [ServiceRequest] {
        switch written {
        case nil:
            return []
        case .services(let services):
            var requests: [ServiceRequest] = []
            for service in services {
                requests.append(
                    ServiceRequest(
                        alias: service.alias.value,
                        container: try ContainerRequest(service.container, reader: reader)
                    )
                )
            }
            return requests
        case .expression(let template, let span):
            return try all(try reader.value(template, at: span), at: span)
        case .mapping(let template):
            return try all(try reader.value(template), at: template.span)
        }
    }

    /// The services of an evaluated mapping.
    private static func all(
        _ value: ExpressionValue,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> [ServiceRequest] {
        guard case .object(let object) = value else {
            throw EvaluationFailure(unexpected: value, at: span)
        }
        var requests: [ServiceRequest] = []
        for (alias, value) in object.entries {
            requests.append(
                ServiceRequest(alias: alias, container: try ContainerRequest(value, at: span))
            )
        }
        return requests
    }
}

extension ContainerRequest {
    /// Reads an evaluated definition: an image, or an object with the long form's keys.
    init?(_ value: ExpressionValue, at span: SourceSpan) throws(EvaluationFailure) {
        self.span = span
        options = Located("", at: span)
        try fill(from: value)
        guard !image.isEmpty else { return nil }
    }
}
