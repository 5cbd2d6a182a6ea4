import Glibc
import InitProtocol

/// A command in the form `execve` wants, made before the process splits.
///
/// The memory belongs to this object; after `fork` the child reads its own copy of it.
final class PreparedCommand {
    /// The vector of C strings for `argv`, ended by nil.
    let arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    /// The vector of C strings for `envp`, ended by nil.
    let environment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    /// The paths to try in order, ended by nil.
    let candidates: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    /// The directory to start in.
    let workingDirectory: UnsafeMutablePointer<CChar>
    /// The user to become; nil keeps init's.
    let identity: UserIdentity?
    /// The PATH that was searched.
    let searchPath: String
    /// The same paths for messages.
    let candidatePaths: [String]

    /// Searched when the environment has no PATH; what Docker gives a container.
    static let defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// Prepares a request.
    init(_ request: ProcessRequest) throws(InitFailure) {
        guard let program = request.arguments.first, !program.isEmpty else {
            throw .refused("a process needs a program to run")
        }
        let strings =
            request.arguments + [request.workingDirectory]
            + request.environment.flatMap { [$0.key, $0.value] }
        if let broken = strings.first(where: { $0.utf8.contains(0) }) {
            throw .refused("a zero byte cannot be passed to a process: `\(broken.prefix(40))`")
        }
        identity = try PreparedCommand.identity(for: request.user)
        searchPath = request.environment["PATH"] ?? PreparedCommand.defaultPath
        candidatePaths =
            program.contains("/")
            ? [program]
            : searchPath.split(separator: ":", omittingEmptySubsequences: false).map {
                $0.isEmpty ? "./\(program)" : "\($0)/\(program)"
            }
        arguments = PreparedCommand.vector(request.arguments)
        environment = PreparedCommand.vector(request.environment.map { "\($0.key)=\($0.value)" })
        candidates = PreparedCommand.vector(candidatePaths)
        workingDirectory = strdup(request.workingDirectory)
    }

    deinit {
        for vector in [arguments, environment, candidates] {
            var next = vector
            while let string = next.pointee {
                free(string)
                next += 1
            }
            vector.deallocate()
        }
        free(workingDirectory)
    }

    private static func identity(for user: String) throws(InitFailure) -> UserIdentity? {
        guard !user.isEmpty else { return nil }
        let identity = try ContainerUsers.identity(for: user)
        let isSame = identity.userID == getuid() && identity.groupID == getgid()
        return isSame && getuid() != 0 ? nil : identity
    }

    private static func vector(
        _ strings: [String]
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
        let vector = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(
            capacity: strings.count + 1
        )
        for (index, string) in strings.enumerated() { vector[index] = strdup(string) }
        vector[strings.count] = nil
        return vector
    }
}
