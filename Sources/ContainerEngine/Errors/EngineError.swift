/// Why the container engine did not do what it was asked.
///
/// The wording is in `EngineError+Wording.swift`.
package enum EngineError: Error, Sendable, Hashable {
    /// No conversation with the engine was possible.
    case unreachable(EngineEndpoint, UnreachableReason)
    /// An address of a kind we cannot speak to, such as `npipe://`.
    case unsupportedAddress(String, reason: String)
    /// A setting of the docker command that does not make sense.
    case badConfiguration(path: String, detail: String)
    /// `DOCKER_CONTEXT` or `docker context use` names a context that is not there.
    case unknownContext(String, known: [String])
    /// The connection broke in the middle.
    case connectionLost(detail: String)
    /// The engine speaks only versions that lack what we need.
    case tooOld(engine: APIVersion, needed: APIVersion)
    /// The engine has no such thing.
    case notFound(ResourceKind, name: String)
    /// An image could not be pulled.
    case pullFailed(image: String, PullFailure)
    /// An instruction of a Dockerfile failed.
    case buildFailed(detail: String)
    /// Another container, network or volume has the name.
    case nameTaken(ResourceKind, name: String, detail: String)
    /// The thing is used by something else and cannot be changed or removed now.
    case inUse(ResourceKind, name: String, detail: String)
    /// The engine's disk is full.
    case diskFull(detail: String)
    /// The engine has no addresses left for another network.
    case noAddresses(detail: String)
    /// The addresses asked for belong to another network of the engine.
    case addressesTaken(detail: String)
    /// A port to publish is taken, or may not be taken by this user.
    case portTaken(detail: String)
    /// The container's first program is not in the image or is no program.
    case cannotExecute(command: String, detail: String)
    /// A volume or a file of this machine cannot be mounted into the container.
    case cannotMount(MountKind, detail: String)
    /// The engine refused, in its own words.
    case refused(status: Int, message: String)
    /// The engine's answer is not what its API promises.
    case unexpectedAnswer(detail: String)
    /// The library that carries the conversation is not on this machine.
    case noLibrary(detail: String)
}

/// What an engine was to mount.
package enum MountKind: String, Sendable, Hashable {
    /// A volume with mount options of its own.
    case volume
    /// A file or folder of the machine that we run on.
    case file
}

/// What keeps us from talking to an engine.
package enum UnreachableReason: Sendable, Hashable {
    /// The socket's file is not there.
    case noSocket
    /// The socket is there, but this user may not use it.
    case permissionDenied
    /// Nobody listens.
    case nobodyListens
    /// The host's name has no address.
    case unknownHost
    /// No connection in the time allowed.
    case timedOut
    /// TLS failed.
    case untrusted(detail: String)
    /// `ssh` is not on this machine.
    case noShell
    /// `ssh` does not know the host's key, or another one.
    case unknownHostKey
    /// The host takes none of the user's keys for `ssh`.
    case keyRefused
    /// The host has no docker command.
    case noDockerCommand
    /// Anything else, in the system's or libcurl's words.
    case other(detail: String)
}

/// What an engine keeps by name.
package enum ResourceKind: String, Sendable, Hashable {
    /// An image, by name, digest or id.
    case image
    /// A container, by name or id.
    case container
    /// A network, by name or id.
    case network
    /// A volume, by name.
    case volume
    /// A process started by exec, by id.
    case exec
    /// A file or folder inside a container, by its path.
    case file
}

/// Why an image did not arrive.
package enum PullFailure: Sendable, Hashable {
    /// The registry wants credentials, or other ones; it may as well not have the image.
    case denied(detail: String)
    /// The registry has no such name or tag.
    case notFound(detail: String)
    /// The registry has the image, but not for the platform.
    case noPlatform(detail: String)
    /// The registry counts our pulls and had enough.
    case rateLimited(detail: String)
    /// The engine did not reach the registry.
    case network(detail: String)
    /// Anything else, in the engine's words.
    case other(detail: String)
}
