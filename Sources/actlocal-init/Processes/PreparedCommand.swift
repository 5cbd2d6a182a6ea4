import Glibc
import InitProtocol

/// A command in the form `execve` wants, made before there is a child.
///
/// The memory belongs to this object, which outlives the child's use of it.
final class PreparedCommand {
    private let arguments: StringVector
    private let environment: StringVector
    private let candidates: StringVector
    private let workingDirectory: UnsafeMutablePointer<CChar>
    private let shellArguments: StringVector
    private let groups: UnsafeMutableBufferPointer<gid_t>
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
        if let place = PreparedCommand.zeroByte(in: request) {
            throw .refused("a zero byte cannot be passed to a process: there is one in \(place)")
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
        shellArguments = .allocate(capacity: request.arguments.count + 2)
        shellArguments[0] = strdup("sh")
        for index in 1...request.arguments.count {
            // The first is the file's path, which is not known yet; the last is nil.
            shellArguments[index + 1] = arguments[index]
        }
        groups = .allocate(capacity: identity?.supplementaryGroups.count ?? 0)
        _ = groups.initialize(from: identity?.supplementaryGroups ?? [])
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
        free(shellArguments[0])
        shellArguments.deallocate()
        groups.deallocate()
    }

    /// What the child needs to become the command.
    func plan(output: CInt, errors: CInt, report: CInt) -> ChildPlan {
        ChildPlan(
            arguments: arguments,
            environment: environment,
            candidates: candidates,
            shellArguments: shellArguments,
            workingDirectory: workingDirectory,
            changesUser: identity != nil,
            userID: identity?.userID ?? 0,
            groupID: identity?.groupID ?? 0,
            groups: groups.baseAddress,
            groupCount: groups.count,
            output: output,
            errors: errors,
            report: report
        )
    }

    /// Where a request has a zero byte; what is in there may be a secret.
    private static func zeroByte(in request: ProcessRequest) -> String? {
        func isBroken(_ text: String) -> Bool { text.utf8.contains(0) }
        if request.arguments.contains(where: isBroken) { return "an argument" }
        if isBroken(request.workingDirectory) { return "the working directory" }
        guard let entry = request.environment.first(where: { isBroken($0.key + $0.value) }) else {
            return nil
        }
        return isBroken(entry.key) ? "the name of a variable" : "the variable `\(entry.key)`"
    }

    private static func identity(for user: String) throws(InitFailure) -> UserIdentity? {
        guard !user.isEmpty else { return nil }
        let identity = try ContainerUsers.identity(for: user)
        let isSame = identity.userID == getuid() && identity.groupID == getgid()
        return isSame && getuid() != 0 ? nil : identity
    }

    private static func vector(_ strings: [String]) -> StringVector {
        let vector = StringVector.allocate(capacity: strings.count + 1)
        for (index, string) in strings.enumerated() { vector[index] = strdup(string) }
        vector[strings.count] = nil
        return vector
    }
}
