/// The variables that lead programs to the proxies of this machine.
enum ProxyVariables {
    private static let proxies = ["http_proxy", "https_proxy"]
    /// What a job has on its own: services of its run and of its workflow.
    private static let loopback = ["127.0.0.1", "localhost", "::1"]

    /// What jobs are told, by name, which they have no other way to know.
    ///
    /// What is meant for a job's own loopback is sent to no proxy: the tokens of the services that
    /// actions ask there would go with it.
    static func forJobs(_ environment: [String: String]) -> [String: String] {
        func own(_ names: [String]) -> [String: String] {
            let both = names + names.map { $0.uppercased() }
            return environment.filter { both.contains($0.key) }
        }
        var variables = own(proxies + ["no_proxy"])
        let used = own(proxies + ["all_proxy"])
        guard used.values.contains(where: { !$0.isEmpty }) else { return variables }
        for name in ["no_proxy", "NO_PROXY"] {
            let written = variables[name] ?? environment["no_proxy"] ?? environment["NO_PROXY"]
            let known = (written ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
            variables[name] = (known + loopback.filter { !known.contains($0) })
                .joined(separator: ",")
        }
        return variables
    }
}
