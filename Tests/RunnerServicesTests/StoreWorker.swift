import Transfers

/// A job that uploads, saves and deletes without end, and notes what it was told.
struct StoreWorker {
    private let job: JobClient
    private let name: String
    private let journal: StoreJournal
    private var generator: SeededGenerator
    private var count = 0

    /// A job whose artifacts and keys begin with a name of its own.
    init(_ job: JobClient, _ seed: UInt64, _ name: String, _ journal: StoreJournal) {
        self.job = job
        self.name = name
        self.journal = journal
        generator = SeededGenerator(seed)
    }

    /// One change of the stores, or one that the server has to refuse.
    ///
    /// - Throws: what ends the connection.
    mutating func work() async throws {
        count += 1
        let seed = generator.next()
        let content = SeededGenerator.content(seed)
        let own = "\(name)-\(count)"
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<4:
            let job = job
            try await journal.change("a-\(own)", to: .kept(seed: seed)) {
                try await job.upload(own, content, block: 40_000).status == 200
            }
        case 4..<6: try await delete()
        case 6..<8:
            let job = job
            try await journal.change("c-\(own)", to: .kept(seed: seed)) {
                try await job.save(own, content).isOK
            }
        case 8: try await saveInChunks(own, seed, content)
        default: try await lie(own, content)
        }
    }

    private mutating func delete() async throws {
        let kept = journal.kept("a-\(name)")
        guard let victim = kept.randomElement(using: &generator) else { return }
        let job = job
        try await journal.change(victim, to: .gone) {
            let field = "\"\(victim.dropFirst(2))\""
            return try await job.artifacts("DeleteArtifact", ["name": field]).status == 200
        }
    }

    private func saveInChunks(_ key: String, _ seed: UInt64, _ content: [UInt8]) async throws {
        try await journal.change("c-\(key)", to: .kept(seed: seed)) {
            let fields = "{\"key\":\"\(key)\",\"version\":\"v\"}"
            guard let id = try await job.v1("POST", "caches", fields)["cacheId"] else {
                return false
            }
            let half = content.count / 2
            for range in [half..<content.count, 0..<half] where !range.isEmpty {
                let chunk = try await job.chunk(id, range.lowerBound, Array(content[range]))
                guard chunk.status == 204 else { return false }
            }
            let size = "{\"size\":\(content.count)}"
            return try await job.v1("POST", "caches/\(id)", size).status == 204
        }
    }

    /// Sends what the server must not keep: a digest that is not the content's.
    private func lie(_ name: String, _ content: [UInt8]) async throws {
        try await journal.change("a-\(name)", to: .gone) {
            try await job.upload(name, content, hash: "sha256:00", block: 40_000).status == 400
        }
    }
}
