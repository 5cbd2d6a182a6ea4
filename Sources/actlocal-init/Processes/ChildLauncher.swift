import Glibc
import InitProtocol

/// Starts a prepared command as a child in a session of its own.
enum ChildLauncher {
    /// What the child was doing when it failed, sent over the report pipe with `errno`.
    private enum Failing: Int32 {
        case user
        case directory
        case program
    }

    /// Capabilities that no step has, one bit each; set once, before anything is started.
    nonisolated(unsafe) static var lostCapabilities: UInt64 = 0

    /// Starts the command with `output` as its standard output and `errors` as its error output.
    ///
    /// Returns once `execve` has worked; else throws what exactly failed, and no child is left.
    static func start(
        _ command: PreparedCommand,
        output: CInt,
        errors: CInt,
        request: ProcessRequest
    ) throws(InitFailure) -> pid_t {
        let report: (read: CInt, write: CInt)
        do { report = try Descriptor.pipe() } catch {
            throw .cannotExecute(request.arguments[0], error)
        }
        if let identity = command.identity {
            // So that the step may open /dev/stdout and /dev/stderr, which are these pipes.
            fchown(output, identity.userID, identity.groupID)
            fchown(errors, identity.userID, identity.groupID)
        }
        let plan = UnsafeMutablePointer<ChildPlan>.allocate(capacity: 1)
        defer { plan.deallocate() }
        plan.initialize(
            to: command.plan(output: output, errors: errors, report: report.write)
        )
        let child = SystemCalls.spawn(UnsafeMutableRawPointer(plan), enter)
        let forkError = SystemError.last
        close(report.write)
        defer { close(report.read) }
        guard child > 0 else { throw .cannotExecute(request.arguments[0], forkError) }
        guard let (failing, error) = readReport(report.read) else { return child }
        var status: CInt = 0
        waitpid(child, &status, 0)
        throw failure(failing, error, command, request)
    }

    /// Lets the command have this process, with its error output as standard output and error,
    /// while a copy goes on: only that returns, once `execve` has worked.
    ///
    /// - Throws: in the copy, what exactly failed; this process ends after the copy then.
    static func takeOver(
        _ command: PreparedCommand,
        request: ProcessRequest
    ) throws(InitFailure) {
        let report: (read: CInt, write: CInt)
        do { report = try Descriptor.pipe() } catch {
            throw .cannotExecute(request.arguments[0], error)
        }
        if let identity = command.identity { fchown(2, identity.userID, identity.groupID) }
        do {
            let copy = try SystemCalls.fork()
            if copy > 0 { become(command.plan(output: 2, errors: 2, report: report.write)) }
        } catch {
            close(report.write)
            close(report.read)
            throw .cannotExecute(request.arguments[0], error)
        }
        close(report.write)
        defer { close(report.read) }
        guard let (failing, error) = readReport(report.read) else { return }
        throw failure(failing, error, command, request)
    }

    private static let enter: @convention(c) (UnsafeMutableRawPointer?) -> CInt = { plan in
        if let plan { become(plan.load(as: ChildPlan.self)) }
        return 127
    }

    /// What the child does; it owns nothing, so that nothing is lost with it.
    private static func become(_ plan: ChildPlan) -> Never {
        setsid()
        Signals.restoreDefaults()
        let null = open("/dev/null", O_RDONLY)
        dup2(null, 0)
        if null > 2 { close(null) }
        dup2(plan.output, 1)
        dup2(plan.errors, 2)
        umask(0o022)
        if lostCapabilities != 0, !SystemCalls.giveUp(capabilities: lostCapabilities) {
            fail(.user, errno, plan.report)
        }
        if plan.changesUser, !assumeUser(of: plan) { fail(.user, errno, plan.report) }
        guard chdir(plan.workingDirectory) == 0 else { fail(.directory, errno, plan.report) }
        fail(.program, execute(plan), plan.report)
    }

    private static func assumeUser(of plan: ChildPlan) -> Bool {
        setgroups(plan.groupCount, plan.groups) == 0
            && setgid(plan.groupID) == 0
            && setuid(plan.userID) == 0
    }

    /// Tries the candidates as `execvp` does; returns the `errno` to report.
    private static func execute(_ plan: ChildPlan) -> CInt {
        var refusal: CInt = ENOENT
        var next = plan.candidates
        while let path = next.pointee {
            execve(path, plan.arguments, plan.environment)
            switch errno {
            case ENOEXEC:
                plan.shellArguments[1] = path
                execve("/bin/sh", plan.shellArguments, plan.environment)
                return ENOEXEC
            case ENOENT, ENOTDIR:
                break
            case EACCES:
                refusal = EACCES
            default:
                return errno
            }
            next += 1
        }
        return refusal
    }

    private static func fail(_ failing: Failing, _ number: CInt, _ report: CInt) -> Never {
        var words = (failing.rawValue, number)
        withUnsafeBytes(of: &words) { _ = Descriptor.writeAll(report, $0) }
        // With process 1 everything ends: the copy has to tell of the failure first.
        while getpid() == 1, waitpid(-1, nil, 0) > 0 || errno == EINTR {}
        _exit(127)
    }

    private static func readReport(_ descriptor: CInt) -> (Failing, CInt)? {
        var words: (Int32, Int32) = (0, 0)
        let count = withUnsafeMutableBytes(of: &words) { buffer in
            var result = read(descriptor, buffer.baseAddress, buffer.count)
            while result < 0, errno == EINTR {
                result = read(descriptor, buffer.baseAddress, buffer.count)
            }
            return result
        }
        guard count == 8, let failing = Failing(rawValue: words.0) else { return nil }
        return (failing, words.1)
    }

    private static func failure(
        _ failing: Failing,
        _ number: CInt,
        _ command: PreparedCommand,
        _ request: ProcessRequest
    ) -> InitFailure {
        let error = SystemError(number: number)
        let program = request.arguments[0]
        switch failing {
        case .user:
            return .cannotSwitchUser(request.user, error)
        case .directory:
            return .workingDirectory(request.workingDirectory, error)
        case .program where number == ENOENT:
            let base = request.workingDirectory
            for path in command.candidatePaths {
                let full = path.hasPrefix("/") ? path : "\(base)/\(path)"
                guard access(full, F_OK) == 0 else { continue }
                return .interpreterMissing(program: path, interpreter: interpreter(of: full))
            }
            return program.contains("/")
                ? .cannotExecute(program, error)
                : .programNotFound(program, path: command.searchPath)
        case .program:
            return .cannotExecute(program, error)
        }
    }

    private static func interpreter(of path: String) -> String {
        let unknown = "the dynamic loader it names"
        let start = try? SmallFiles.read(path: path, offset: 0, limit: 256)
        guard let bytes = start?.bytes, bytes.starts(with: Array("#!".utf8)) else { return unknown }
        let line = bytes.dropFirst(2).prefix { $0 != 0x0A }
        let words = String(decoding: line, as: UTF8.self).split { $0 == " " || $0 == "\t" }
        return words.first.map(String.init) ?? unknown
    }
}
