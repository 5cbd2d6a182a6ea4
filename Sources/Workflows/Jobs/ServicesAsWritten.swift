package import Diagnostics
package import Expressions

/// `services` of a job.
package enum ServicesAsWritten: Sendable {
    /// One expression that gives an object of services.
    case expression(Template, SourceSpan)
    /// A mapping with keys that are expressions, or inserted.
    case mapping(ValueTemplate)
    /// The services, in order.
    case services([ServiceAsWritten])
}

/// One service container and the name it is reached by.
package struct ServiceAsWritten: Sendable {
    /// The key under `services`: the host name of the container.
    package let alias: Located<String>
    /// Its image and settings.
    package let container: ContainerAsWritten
}
