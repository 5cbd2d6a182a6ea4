extension EngineError: CustomStringConvertible {
    /// The message and, after a semicolon, the help when there is one.
    package var description: String {
        help.map { "\(message); \($0)" } ?? message
    }

    /// What happened, on one line.
    package var message: String {
        switch self {
        case .unreachable(let endpoint, let reason):
            "cannot reach the container engine at `\(endpoint)`: \(reason.message)"
        case .unsupportedAddress(let address, let reason):
            "cannot use the engine address `\(address)`: \(reason)"
        case .badConfiguration(let path, let detail): "cannot read `\(path)`: \(detail)"
        case .unknownContext(let name, _): "there is no Docker context `\(name)`"
        case .connectionLost(let detail):
            "the connection to the container engine broke: \(detail)"
        case .tooOld(let engine, let needed):
            "the container engine speaks API \(engine), \(needed) or newer is needed"
        case .notFound(let kind, let name): "there is no \(kind.rawValue) `\(name)`"
        case .pullFailed(let image, let failure):
            "cannot pull the image `\(image)`: \(failure.detail)"
        case .buildFailed(let detail): "the image's build failed: \(detail)"
        case .nameTaken(let kind, let name, _): "the \(kind.rawValue) name `\(name)` is taken"
        case .inUse(let kind, let name, let detail):
            "the \(kind.rawValue) `\(name)` is in use: \(detail)"
        case .diskFull(let detail): "the container engine's disk is full: \(detail)"
        case .noAddresses(let detail):
            "the container engine has no addresses for another network: \(detail)"
        case .addressesTaken(let detail):
            "the addresses belong to another network of the container engine: \(detail)"
        case .portTaken(let detail): "a port cannot be published: \(detail)"
        case .cannotExecute(let command, let detail):
            command.isEmpty
                ? "the container's command cannot run: \(detail)"
                : "the container cannot run `\(command)`: \(detail)"
        case .cannotMount(let kind, let detail):
            "the container engine cannot mount a \(kind.rawValue): \(detail)"
        case .refused(let status, let message):
            message.isEmpty
                ? "the container engine refused with status \(status)"
                : "the container engine refused: \(message)"
        case .unexpectedAnswer(let detail):
            "the container engine gave an unexpected answer: \(detail)"
        case .noLibrary(let detail): "cannot speak to a container engine: \(detail)"
        }
    }

    /// What to do about it, when there is something.
    package var help: String? {
        switch self {
        case .unreachable(let endpoint, let reason): reason.help(at: endpoint)
        case .unsupportedAddress:
            "set `DOCKER_HOST` to a `unix://`, `tcp://` or `ssh://` address, or choose another "
                + "context with `docker context use`"
        case .badConfiguration: "correct the file, or set `DOCKER_HOST`"
        case .unknownContext(_, let known):
            known.isEmpty
                ? "unset `DOCKER_CONTEXT`, or create the context with `docker context create`"
                : "known contexts: \(known.map { "`\($0)`" }.joined(separator: ", "))"
        case .connectionLost: "see the engine's own log, for example `journalctl -u docker`"
        case .tooOld: "install Docker 20.10 or Podman 4 or newer"
        case .notFound(.image, let name): "pull it with `docker pull \(name)`"
        case .notFound: nil
        case .pullFailed(let image, let failure): failure.help(image: image)
        case .nameTaken(.container, let name, _):
            "remove the other one with `docker rm \(name)`, or choose another name"
        case .nameTaken(let kind, let name, _):
            "remove the other one with `docker \(kind.rawValue) rm \(name)`, "
                + "or choose another name"
        case .diskFull: "make room, for example with `docker system prune`"
        case .noAddresses: "remove networks that nobody uses with `docker network prune`"
        case .addressesTaken: "choose a subnet that no network of `docker network ls` has"
        case .portTaken: "stop what listens on the port, or publish another one"
        case .cannotExecute:
            "name a program that the image has, by its full path or one on its `PATH`"
        case .noLibrary: "install it with `apt-get install libcurl4`"
        case .buildFailed, .inUse, .cannotMount, .refused, .unexpectedAnswer: nil
        }
    }
}

extension UnreachableReason {
    /// The reason in a few words.
    package var message: String {
        switch self {
        case .noSocket: "no such socket"
        case .permissionDenied: "permission denied"
        case .nobodyListens: "connection refused"
        case .unknownHost: "no address is known for the host"
        case .timedOut: "it does not answer"
        case .untrusted(let detail): "TLS failed: \(detail)"
        case .noShell: "there is no `ssh` on this machine"
        case .unknownHostKey: "`ssh` does not know the host's key"
        case .keyRefused: "the host refused the keys that `ssh` offered"
        case .noDockerCommand: "there is no `docker` command on the host"
        case .other(let detail): detail
        }
    }

    fileprivate func help(at endpoint: EngineEndpoint) -> String {
        if case .ssh(let address) = endpoint.address, let help = help(behind: address) {
            return help
        }
        switch self {
        case .permissionDenied:
            return "add your user to the `docker` group, or set `DOCKER_HOST`"
        case .timedOut where endpoint.isOnThisMachine:
            return "restart the engine, for example with `systemctl restart docker`, or set "
                + "`DOCKER_HOST`"
        case .untrusted:
            return "check the certificates in `DOCKER_CERT_PATH`"
        default: break
        }
        return switch endpoint.origin {
        case .hostVariable: "start the engine there, or correct `DOCKER_HOST`"
        case .context(let name):
            "start the engine of the context `\(name)`, or choose another one with "
                + "`docker context use`"
        case .wellKnown, .given: "start Docker, or set `DOCKER_HOST`"
        }
    }
}

extension UnreachableReason {
    /// What to do where `ssh` leads to the engine, if it is another thing than elsewhere.
    fileprivate func help(behind address: SecureShellAddress) -> String? {
        switch self {
        case .noShell: "install it with `apt-get install openssh-client`"
        case .unknownHostKey: "log in by hand with `\(address.login)` and judge the key"
        case .keyRefused:
            "make `\(address.login)` work without a question; `ssh-add` opens a key with a "
                + "passphrase"
        case .noDockerCommand:
            "install Docker there, so that `\(address.login) docker version` works"
        default: nil
        }
    }
}

extension PullFailure {
    /// The registry's or the engine's words.
    package var detail: String {
        switch self {
        case .denied(let detail), .notFound(let detail), .noPlatform(let detail),
            .rateLimited(let detail), .network(let detail), .other(let detail):
            detail
        }
    }

    fileprivate func help(image: String) -> String? {
        switch self {
        case .denied: "check the name, or log in with `docker login`"
        case .notFound: "check the image's name and tag"
        case .noPlatform: "choose another platform, or an image that is built for this one"
        case .rateLimited: "log in with `docker login`, or wait"
        case .network:
            "check the network, or provide the image with `docker load` and the name `\(image)`"
        case .other: nil
        }
    }
}
