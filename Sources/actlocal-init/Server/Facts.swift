import Glibc
import InitProtocol

/// What init finds out about itself for its greeting.
enum Facts {
    /// Gathers the facts now.
    static func gather() -> InitFacts {
        InitFacts(
            processID: getpid(),
            userID: getuid(),
            groupID: getgid(),
            environment: environment(),
            workingDirectory: workingDirectory(),
            machine: machine()
        )
    }

    private static func environment() -> [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        return variables
    }

    private static func workingDirectory() -> String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    private static func machine() -> String {
        var name = utsname()
        guard uname(&name) == 0 else { return "" }
        return withUnsafeBytes(of: &name.machine) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
