package import Diagnostics
import Expressions
import Planning
import Workflows

/// What a job's `container`, or one of its `services`, asks for once its expressions are known.
package struct ContainerRequest: Sendable {
    /// The image, without `docker://`.
    package var image: String
    /// `credentials` for the image's registry.
    package var credentials: Credentials?
    /// `env`.
    package var environment: [EnvironmentEntry] = []
    /// `ports`, as written.
    package var ports: [String] = []
    /// `volumes`, as written.
    package var volumes: [String] = []
    /// `options`, as on the docker command's line.
    package var options = ""
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
        switch written {
        case .image(let template, let span):
            let value = try reader.value(template, at: span)
            if case .object(let object) = value {
                image = Self.withoutScheme(object["image"]?.asString ?? "")
                try fill(from: object)
            } else {
                image = Self.withoutScheme(value.asString)
            }
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
            credentials = Self.credentials(try reader.value(template))
        }
        if let template = fields.env {
            environment = try reader.textMapping(template).map {
                EnvironmentEntry($0.name, $0.value)
            }
        }
        if let template = fields.ports {
            ports = Self.texts(try reader.value(template))
        }
        if let template = fields.volumes {
            volumes = Self.texts(try reader.value(template))
        }
        if let template = fields.options {
            options = try reader.text(template)
        }
        if let template = fields.entrypoint {
            entrypoint = try reader.text(template)
        }
        if let template = fields.command {
            command = try reader.text(template)
        }
    }

    private mutating func fill(from object: ExpressionObject) throws(EvaluationFailure) {
        for key in object.keys where !Self.keys.contains(key.lowercased()) {
            throw EvaluationFailure(message: "Unexpected value '\(key)'", span: span)
        }
        credentials = object["credentials"].flatMap(Self.credentials)
        if case .object(let env) = object["env"] {
            environment = env.entries.map { EnvironmentEntry($0, $1.asString) }
        }
        ports = object["ports"].map(Self.texts) ?? []
        volumes = object["volumes"].map(Self.texts) ?? []
        options = object["options"]?.asString ?? ""
        entrypoint = object["entrypoint"]?.asString
        command = object["command"]?.asString
    }

    private static let keys: Set<String> = [
        "image", "credentials", "env", "ports", "volumes", "options", "entrypoint", "command",
    ]

    private static func texts(_ value: ExpressionValue) -> [String] {
        guard case .array(let array) = value else {
            return value.asString.isEmpty ? [] : [value.asString]
        }
        return array.elements.map(\.asString)
    }

    private static func credentials(_ value: ExpressionValue) -> Credentials? {
        guard case .object(let object) = value,
            let username = object["username"]?.asString,
            let password = object["password"]?.asString
        else { return nil }
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
            let value = try reader.value(template, at: span)
            guard case .object(let object) = value else { return [] }
            var requests: [ServiceRequest] = []
            for (alias, value) in object.entries {
                requests.append(
                    ServiceRequest(alias: alias, container: try ContainerRequest(value, at: span))
                )
            }
            return requests
        }
    }
}

extension ContainerRequest {
    /// Reads an evaluated definition: an image, or an object with the long form's keys.
    init?(_ value: ExpressionValue, at span: SourceSpan) throws(EvaluationFailure) {
        self.span = span
        if case .object(let object) = value {
            image = Self.withoutScheme(object["image"]?.asString ?? "")
            try fill(from: object)
        } else {
            image = Self.withoutScheme(value.asString)
        }
        guard !image.isEmpty else { return nil }
    }
}
