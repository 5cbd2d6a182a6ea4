import Testing

@testable import Execution

@Suite("Bound folders")
struct BoundFoldersTests {
    private static let body =
        #"{"Image":"x","HostConfig":{"Binds":["/tmp/out:/out:ro","data:/d"],"#
        + #""Mounts":[{"Type":"bind","Source":"/root/.m2"},{"Type":"volume","Source":"/v"}]}}"#
    private static let request =
        "POST /v1.41/containers/create?name=a HTTP/1.1\r\nHost: d\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"

    @Test("the folders of a container's definition are found, however the request is cut")
    func folders() {
        var whole = BoundFolders()
        #expect(whole.take(Array("GET /_ping HTTP/1.1\r\n\r\n".utf8)) == BoundFolders.Wishes())
        #expect(whole.take(Array(Self.request.utf8)).folders == ["/tmp/out", "/root/.m2"])
        #expect(whole.take(Array(Self.request.utf8)).folders == ["/tmp/out", "/root/.m2"])
        let bytes = Array(Self.request.utf8)
        for cut in [60, 90, bytes.count - 1] {
            var parts = BoundFolders()
            #expect(parts.take(bytes[..<cut]) == BoundFolders.Wishes())
            #expect(parts.take(bytes[cut...]).folders == ["/tmp/out", "/root/.m2"])
        }
    }

    @Test(
        "options that give a container rights over the kernel are found",
        arguments: [
            (#""Privileged":true,"ReadonlyPaths":[]"#, ["--privileged"]),
            (#""CapAdd":["CAP_SYS_ADMIN","NET_ADMIN"]"#, ["--cap-add CAP_SYS_ADMIN"]),
            (#""ReadonlyPaths":[]"#, ["--security-opt systempaths=unconfined"]),
            (#""Privileged":false,"CapAdd":null,"ReadonlyPaths":null"#, []),
        ]
    )
    func powers(_ fields: String, _ expected: [String]) {
        let body = #"{"Image":"x","HostConfig":{\#(fields)}}"#
        var folders = BoundFolders()
        let request =
            "POST /containers/create HTTP/1.1\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        #expect(folders.take(Array(request.utf8)).powers == expected)
    }

    @Test("what is no such request passes unread")
    func others() {
        for text in [
            "POST /containers/x/start HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
            "POST /containers/create HTTP/1.1\r\n\r\n",
            "POST /containers/create HTTP/1.1\r\nContent-Length: 2\r\n\r\n[]",
            "POST /containers/create HTTP/1.1\r\nContent-Length: -9\r\n\r\n{}",
        ] {
            var folders = BoundFolders()
            #expect(folders.take(Array(text.utf8)) == BoundFolders.Wishes())
            #expect(folders.take(Array(Self.request.utf8)).folders.count == 2)
        }
    }
}
