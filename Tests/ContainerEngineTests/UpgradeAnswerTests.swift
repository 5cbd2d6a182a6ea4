import Testing

@testable import Transfers

@Suite("the answer to an upgrade")
struct UpgradeAnswerTests {
    @Test("bytes right behind the head belong to the stream, wherever the answer is cut")
    func keepsEarlyBytes() throws {
        let text =
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\nfirst\n"
        let bytes = Array(text.utf8)
        for cut in bytes.indices {
            var answer = UpgradeAnswer()
            try answer.take(bytes[..<cut])
            var late: [UInt8] = []
            if answer.opened == nil {
                try answer.take(bytes[cut...])
            } else {
                late = Array(bytes[cut...])
            }
            let opened = try #require(answer.opened)
            #expect(opened.head.status == 101)
            #expect(opened.head["upgrade"] == "tcp")
            #expect(String(decoding: opened.rest + late, as: UTF8.self) == "first\n")
        }
    }

    @Test(
        "a refusal's body comes by length, in chunks or until the end",
        arguments: [
            "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone",
            "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n2\r\ngo\r\n2\r\nne\r\n0\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\n\r\ngone",
        ]
    )
    func readsRefusals(text: String) {
        let expected = TransferError.refusedUpgrade(status: 404, body: Array("gone".utf8))
        #expect(throws: expected) {
            var answer = UpgradeAnswer()
            for byte in text.utf8 { try answer.take([byte]) }
            try answer.end()
        }
    }

    @Test("a connection that ends before the head, or a head without end, is no HTTP")
    func refusesOtherAnswers() {
        #expect(throws: TransferError.self) {
            var answer = UpgradeAnswer()
            try answer.take(Array("HTTP/1.1 10".utf8))
            try answer.end()
        }
        #expect(throws: TransferError.self) {
            var answer = UpgradeAnswer()
            try answer.take([UInt8](repeating: 65, count: 70_000))
        }
    }
}
