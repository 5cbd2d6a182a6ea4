#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension MachineFacts {
    /// The facts of this process and this machine; `environment` stands in for the process's own.
    package static func current(environment: [String: String]? = nil) -> MachineFacts {
        let environment = environment ?? processEnvironment()
        let home = home(environment)
        return MachineFacts(
            environment: environment,
            home: home,
            userID: geteuid(),
            groupID: getegid(),
            cores: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))),
            cacheFolder: folder("XDG_CACHE_HOME", environment, otherwise: "\(home)/.cache"),
            stateFolder: folder("XDG_STATE_HOME", environment, otherwise: "\(home)/.local/state"),
            initExecutable: initExecutable(environment),
            configurationFolder: folder(
                "XDG_CONFIG_HOME",
                environment,
                otherwise: "\(home)/.config"
            )
        )
    }

    private static func processEnvironment() -> [String: String] {
        var values: [String: String] = [:]
        var entry = environ
        while let variable = entry.pointee {
            let text = String(cString: variable)
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, values[String(parts[0])] == nil {
                values[String(parts[0])] = String(parts[1])
            }
            entry += 1
        }
        return values
    }

    private static func home(_ environment: [String: String]) -> String {
        if let home = environment["HOME"], home.hasPrefix("/") {
            return home
        }
        guard let entry = getpwuid(geteuid()), let folder = entry.pointee.pw_dir else {
            return "/"
        }
        return String(cString: folder)
    }

    /// Our folder in one of the XDG base folders; a relative path in the variable does not count.
    ///
    /// Source: <https://specifications.freedesktop.org/basedir-spec/latest/>
    private static func folder(
        _ variable: String,
        _ environment: [String: String],
        otherwise fallback: String
    ) -> String {
        guard let base = environment[variable], base.hasPrefix("/") else {
            return "\(fallback)/actlocal"
        }
        return "\(base)/actlocal"
    }

    /// What `ACTLOCAL_INIT` names, else the executable beside this one or in `../libexec/actlocal`.
    private static func initExecutable(_ environment: [String: String]) -> String? {
        if let path = environment["ACTLOCAL_INIT"], !path.isEmpty {
            return path
        }
        guard let program = realpath("/proc/self/exe", nil) else {
            return nil
        }
        defer { free(program) }
        let beside = folder(of: String(cString: program))
        let above = folder(of: beside)
        return [
            "\(beside)/actlocal-init",
            "\(above)/libexec/actlocal/actlocal-init",
        ].first { access($0, X_OK) == 0 }
    }

    /// What stands before the last slash of a path.
    private static func folder(of path: String) -> String {
        String(path[..<(path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)])
    }
}
