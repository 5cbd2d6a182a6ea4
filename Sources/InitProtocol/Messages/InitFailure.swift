/// Why `actlocal-init` could not do what it was asked.
package enum InitFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// No directory of `path` holds the program.
    case programNotFound(String, path: String)
    /// The program is there but the kernel refuses to run it.
    case cannotExecute(String, SystemError)
    /// The program is a script whose `#!` line names a program that is not there.
    case interpreterMissing(program: String, interpreter: String)
    /// The process cannot start in that directory.
    case workingDirectory(String, SystemError)
    /// Neither the container's user files nor a number explain the user.
    case unknownUser(String)
    /// Init may not become that user.
    case cannotSwitchUser(String, SystemError)
    /// A system call on a path failed; the verb says which.
    case file(String, path: String, SystemError)
    /// A file is larger than it may be.
    case tooLarge(path: String, size: UInt64, limit: UInt64)
    /// An archive is damaged, unsafe or too large.
    case archive(String)
    /// A pattern of `hashFiles` is wrong or a file could not be read, in GitHub's words.
    case hashFiles(String)
    /// A port or socket could not be forwarded.
    case forward(String, SystemError)
    /// The request was understood but makes no sense now.
    case refused(String)
    /// The bytes of the request could not be understood.
    case badMessage(String)
    /// The part of init that worked on the request died.
    case workerDied(String)

    /// The wording for people.
    package var description: String {
        switch self {
        case .programNotFound(let program, let path): "cannot find `\(program)` on PATH `\(path)`"
        case .cannotExecute(let program, let error): "cannot run `\(program)`: \(error.text)"
        case .interpreterMissing(let program, let interpreter):
            "cannot run `\(program)`: its interpreter `\(interpreter)` does not exist"
        case .workingDirectory(let path, let error):
            "cannot start in the working directory `\(path)`: \(error.text)"
        case .unknownUser(let user): "the container knows no user `\(user)`"
        case .cannotSwitchUser(let user, let error): "cannot become user `\(user)`: \(error.text)"
        case .file(let verb, let path, let error): "cannot \(verb) `\(path)`: \(error.text)"
        case .tooLarge(let path, let size, let limit):
            "`\(path)` has \(size) bytes, more than the \(limit) allowed"
        case .archive(let reason): "cannot unpack the archive: \(reason)"
        case .hashFiles(let reason): reason
        case .forward(let address, let error): "cannot listen at `\(address)`: \(error.text)"
        case .refused(let reason): reason
        case .badMessage(let reason): "`actlocal-init` received \(reason)"
        case .workerDied(let reason): "`actlocal-init` could not finish: \(reason)"
        }
    }
}

/// An error number of the operating system with its text.
package struct SystemError: Error, Equatable, Sendable {
    /// The value of `errno`.
    package var code: Int32
    /// The system's text for it, such as `No such file or directory`.
    package var text: String

    /// Pairs a number with its text.
    package init(code: Int32, text: String) {
        self.code = code
        self.text = text
    }
}
