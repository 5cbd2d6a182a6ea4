/// Git's own protocol over HTTP, for the stand-in of the job's repository.
///
/// Which repository it is comes from the job's token; the path has to name it and leads nowhere
/// else.
///
/// - Source: `gitprotocol-http(5)`, `gitprotocol-v2(5)`
struct RemoteRoutes: Sendable {
    /// The jobs that are let in.
    let access: AccessTable
    /// Where requests and answers are while git reads and writes them.
    let folder: UploadFolder

    /// What is asked, of which repository.
    private struct Question {
        let repository: String
        let service: ServedRemote.Service?
        let isFirst: Bool
    }

    /// The most bytes that a request for objects may have.
    private static let fetchLimit = 64 << 20

    /// Whether it is a request of git's.
    static func takes(_ request: ServiceRequest) -> Bool { question(request) != nil }

    private static func question(_ request: ServiceRequest) -> Question? {
        let path = request.path
        guard path.count >= 3 else { return nil }
        let name = path[1].hasSuffix(".git") ? String(path[1].dropLast(4)) : path[1]
        let repository = "\(path[0])/\(name)"
        if request.method == "GET", path[2...] == ["info", "refs"] {
            let service = request.query["service"].flatMap(ServedRemote.Service.init)
            return Question(repository: repository, service: service, isFirst: true)
        }
        guard request.method == "POST", path.count == 3,
            let service = ServedRemote.Service(rawValue: path[2])
        else { return nil }
        return Question(repository: repository, service: service, isFirst: false)
    }

    /// Answers a request of git's; a refusal is an answer too, in words that git shows.
    func respond(to request: ServiceRequest) async throws -> ServiceResponse {
        guard let question = Self.question(request) else {
            throw ServiceFailure(.badRoute, "no request of git's")
        }
        guard let token = request.apiToken,
            let grant = try? access.grant(gitToken: token)
        else {
            var refusal = Self.refusal(401, "Invalid username or token.")
            refusal.headers.append(("WWW-Authenticate", "Basic realm=\"GitHub\""))
            return refusal
        }
        let own = grant.job.repository
        guard question.repository.lowercased() == own.lowercased(), let remote = grant.job.remote
        else { return Self.refusal(404, "Repository not found.") }
        guard let service = question.service else {
            return Self.refusal(403, "Please upgrade your git client.")
        }
        guard service == .fetch || remote.mayPush else {
            return Self.refusal(403, "Permission to \(own).git denied to github-actions[bot].")
        }
        return question.isFirst
            ? try await advertise(service, of: remote, request)
            : try await answer(service, of: remote, request)
    }

    private func advertise(
        _ service: ServedRemote.Service,
        of remote: ServedRemote,
        _ request: ServiceRequest
    ) async throws -> ServiceResponse {
        let version = request.header("Git-Protocol") ?? ""
        let refs = try await Self.served { try await remote.advertise(service, version) }
        // The second version begins with the capabilities.
        let isSecond = version == "version=2" && service == .fetch
        let line = "# service=\(service.rawValue)\n"
        let length = String(line.utf8.count + 4, radix: 16)
        let start = String(repeating: "0", count: 4 - length.count) + length + line + "0000"
        return ServiceResponse(
            200,
            headers: Self.headers(service, "advertisement"),
            body: .bytes(isSecond ? refs : Array(start.utf8) + refs)
        )
    }

    private func answer(
        _ service: ServedRemote.Service,
        of remote: ServedRemote,
        _ request: ServiceRequest
    ) async throws -> ServiceResponse {
        let place = folder.newPath()
        let (question, answer) = (place + ".request", place + ".response")
        defer {
            Disk.remove(question)
            Disk.remove(answer)
        }
        do {
            let file = try BlobFile(creating: question)
            let limit = service == .push ? remote.pushLimit : Self.fetchLimit
            try await request.body.read(upTo: limit) { try file.append($0) }
        }
        let exchange = ServedRemote.Exchange(
            service: service,
            version: request.header("Git-Protocol") ?? "",
            isCompressed: ["gzip", "x-gzip"].contains(request.header("Content-Encoding") ?? ""),
            request: question,
            response: answer
        )
        try await Self.served { try await remote.answer(exchange) }
        let blob = try OpenBlob(answer)
        return ServiceResponse(
            200,
            headers: Self.headers(service, "result"),
            body: blob.size > 0 ? .file(blob, 0..<blob.size) : .empty
        )
    }

    /// Keeps what failed on this machine from the job: it names folders of the developer's.
    private static func served<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let failure as ServiceFailure {
            throw failure
        } catch {
            throw ServiceFailure(.internal, "git of this machine cannot answer")
        }
    }

    private static func headers(
        _ service: ServedRemote.Service,
        _ kind: String
    ) -> [(name: String, value: String)] {
        [
            ("Content-Type", "application/x-\(service.rawValue)-\(kind)"),
            ("Cache-Control", "no-cache, max-age=0, must-revalidate"),
        ]
    }

    /// Git shows plain texts line by line, after `remote: `.
    private static func refusal(_ status: Int, _ words: String) -> ServiceResponse {
        ServiceResponse(
            status,
            headers: [("Content-Type", "text/plain; charset=utf-8")],
            body: .bytes(Array("\(words)\n".utf8))
        )
    }
}
