import RunnerServices
import Testing
import Transfers

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Contents that come in blocks")
struct BlockTests {
    /// A block: what its id says, and what it holds.
    private typealias Block = (id: String, text: String)

    private static func encoded(_ id: String) -> String {
        Data(id.utf8).base64EncodedString()
    }

    /// Sends blocks in this order, puts those of `list` together, and gives what is served then.
    private static func content(
        _ blocks: [Block],
        list: [String],
        _ fixture: ServiceFixture
    ) async throws -> String {
        let job = fixture.job()
        let created = try await job.artifacts(
            "CreateArtifact",
            ["name": "\"dist\"", "version": "7"]
        )
        let target = JobClient.target(created["signed_upload_url"] ?? "")
        for block in blocks {
            let id = encoded(block.id).replacing("=", with: "%3D")
            let answer = try await fixture.send(
                "PUT",
                "\(target)&comp=block&blockid=\(id)",
                body: .bytes(Array(block.text.utf8))
            )
            #expect(answer.status == 201)
        }
        let listed = list.map { "<Latest>\(encoded($0))</Latest>" }.joined()
        let committed = try await fixture.send(
            "PUT",
            "\(target)&comp=blocklist",
            body: .bytes(Array("<?xml version=\"1.0\"?><BlockList>\(listed)</BlockList>".utf8))
        )
        if committed.status == 201 {
            #expect(committed.head["Date"] == "Fri, 15 Jan 2027 08:00:00 GMT")
            #expect(committed.head["Last-Modified"] == committed.head["Date"])
        }
        guard committed.status == 201 else {
            fixture.server.dismiss(job.grant)
            return "\(committed.status)"
        }
        var length = 0
        for id in list { length += blocks.last { $0.id == id }?.text.utf8.count ?? 0 }
        let finalized = try await job.artifacts(
            "FinalizeArtifact",
            ["name": "\"dist\"", "size": "\"\(length)\""]
        )
        #expect(finalized.status == 200, "\(finalized.text)")
        let store = ArtifactStore(root: "\(fixture.folder)/state/runs")
        let folder = store.entries().map { store.contentPath(of: $0).dropLast("/content".count) }
        let names = try FileManager.default.contentsOfDirectory(atPath: String(folder[0]))
        #expect(names.sorted() == ["content", "entry.json"])
        return try await job.download("dist").text
    }

    @Test("numbered blocks of one size make the content in any order of arrival")
    func numbered() async throws {
        try await ServiceFixture.with { fixture in
            let blocks: [Block] = [("b-000002", "ij"), ("b-000000", "abcd"), ("b-000001", "efgh")]
            let list = blocks.map(\.id).sorted()
            let text = try await Self.content(blocks, list: list, fixture)
            #expect(text == "abcdefghij")
        }
    }

    @Test("the list decides on the order, whatever the numbers say")
    func listDecides() async throws {
        try await ServiceFixture.with { fixture in
            let blocks: [Block] = [("b-000000", "abcd"), ("b-000001", "efgh"), ("b-000002", "ij")]
            let list = ["b-000001", "b-000002", "b-000000"]
            let text = try await Self.content(blocks, list: list, fixture)
            #expect(text == "efghijabcd")
        }
    }

    @Test("a block that comes again replaces the first, and one that is not listed is no part")
    func again() async throws {
        try await ServiceFixture.with { fixture in
            let blocks: [Block] = [
                ("b-000000", "abcd"), ("b-000001", "xxxx"), ("b-000002", "left"),
                ("b-000001", "ef"), ("x", "more"),
            ]
            let list = ["b-000000", "b-000001"]
            let text = try await Self.content(blocks, list: list, fixture)
            #expect(text == "abcdef")
        }
    }

    @Test("blocks without numbers, and with the same number, are no less a content")
    func unnumbered() async throws {
        try await ServiceFixture.with { fixture in
            let blocks: [Block] = [
                ("one", "1"), ("a-000000", "abcd"), ("b-000000", "efgh"),
                ("a-000001", "long, long"),
                ("a-000003", "4"),
            ]
            let list = ["a-000000", "one", "b-000000", "a-000001", "a-000003"]
            let text = try await Self.content(blocks, list: list, fixture)
            #expect(text == "abcd1efghlong, long4")
        }
    }

    @Test("a list that names what never came, or a block twice, is refused")
    func refused() async throws {
        try await ServiceFixture.with { fixture in
            let blocks: [Block] = [("b-000000", "abcd")]
            let missing = try await Self.content(blocks, list: ["b-000001"], fixture)
            #expect(missing == "400")
            let twice = try await Self.content(blocks, list: ["b-000000", "b-000000"], fixture)
            #expect(twice == "400")
        }
    }
}
