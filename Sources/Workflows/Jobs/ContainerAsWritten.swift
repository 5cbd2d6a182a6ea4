package import Diagnostics
package import Expressions

/// `container` of a job, or the definition of one service.
package enum ContainerAsWritten: Sendable {
    /// The short form: an image, or one expression that gives a string or an object with the long
    /// form's keys. An empty image means no container.
    case image(Template, SourceSpan)
    /// The long form.
    case fields(Fields)
    /// The long form with keys that are expressions, or inserted.
    case mapping(ValueTemplate)

    /// The keys of the long form.
    package struct Fields: Sendable {
        /// `image`; empty or absent means no container.
        package let image: Located<Template>?
        /// `credentials`: a mapping of `username` and `password`.
        package let credentials: ValueTemplate?
        /// `env`, a mapping.
        package let env: ValueTemplate?
        /// `ports`, a sequence of strings such as `8080:80/udp`.
        package let ports: ValueTemplate?
        /// `volumes`, a sequence of strings such as `data:/data:ro`.
        package let volumes: ValueTemplate?
        /// `options` for the container's creation, as on a shell's command line.
        package let options: Located<Template>?
        /// `entrypoint`, of services only.
        package let entrypoint: Located<Template>?
        /// `command` after the image, of services only, as on a shell's command line.
        package let command: Located<Template>?
        /// Where it stands.
        package let span: SourceSpan
    }

    /// Where it stands.
    package var span: SourceSpan {
        switch self {
        case .image(_, let span): span
        case .fields(let fields): fields.span
        case .mapping(let value): value.span
        }
    }
}
