import Testing

@testable import Sessions

/// What jobs are told of this machine's proxies.
@Suite("Proxies of jobs")
struct ProxyVariablesTests {
    @Test("a proxy never stands between a job and its own loopback")
    func loopback() {
        let variables = ProxyVariables.forJobs([
            "http_proxy": "http://p:1", "HTTPS_PROXY": "http://p:2", "OTHER": "x",
            "NO_PROXY": "example.org, localhost",
        ])
        let direct = "example.org,localhost,127.0.0.1,::1"
        #expect(
            variables == [
                "http_proxy": "http://p:1", "HTTPS_PROXY": "http://p:2", "no_proxy": direct,
                "NO_PROXY": direct,
            ]
        )
    }

    @Test("without a proxy jobs are told what there is")
    func none() {
        #expect(ProxyVariables.forJobs(["PATH": "/bin", "http_proxy": ""]) == ["http_proxy": ""])
        #expect(ProxyVariables.forJobs(["no_proxy": "a"]) == ["no_proxy": "a"])
        #expect(
            ProxyVariables.forJobs(["all_proxy": "socks5://p:1"])["no_proxy"]
                == "127.0.0.1,localhost,::1"
        )
    }
}
