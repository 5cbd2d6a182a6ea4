import Testing

@testable import ContainerEngine
@testable import Transfers

@Suite("libcurl on first use")
struct CurlLibraryTests {
    private let endpoint = EngineEndpoint(.unix(path: "/run/docker.sock"), origin: .wellKnown)

    @Test("a machine without the library is told what to install")
    func missing() throws {
        let error = try #require(throws: TransferError.self) {
            _ = try CurlLibrary(["libcurl-of-nobody.so.1"])
        }
        let shown = try #require(
            EngineError.translating(error, endpoint: endpoint) as? EngineError
        )
        #expect(shown.message.contains("libcurl-of-nobody.so.1"), "\(shown)")
        #expect(shown.help == "install it with `apt-get install libcurl4`")
    }

    @Test("another library under the name is refused, with the function it lacks")
    func foreign() {
        let detail = "it has no `curl_global_init`"
        #expect(throws: TransferError.noLibrary(detail: detail)) {
            _ = try CurlLibrary(["libc.so.6"])
        }
    }
}
