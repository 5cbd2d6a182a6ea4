/// One request to GitHub's API, by a job that is known.
struct APICall: Sendable {
    /// The request.
    let request: ServiceRequest
    /// What follows the API's own address, such as `repos/octo/project`.
    let path: [String]
    /// The job that asks.
    let grant: JobGrant
    /// What the answers are made of.
    let facts: ServedAPI
    /// The variables of the route's pattern.
    var values: [String: String] = [:]

    /// A variable of the route's pattern.
    func value(_ name: String) throws(APIRefusal) -> String {
        guard let value = values[name] else { throw .notFound }
        return value
    }

    /// A variable that is a number.
    func number(_ name: String) throws(APIRefusal) -> Int {
        guard let number = values[name].flatMap({ Int($0) }) else { throw .notFound }
        return number
    }

    /// The developer's repository, as the run sees it.
    var git: APIGit { APIGit(facts) }

    /// `owner/name`.
    var repository: String { facts.github["repository"] ?? grant.job.repository }

    /// The API's own address, such as `http://127.0.0.1:4711/api/1`.
    var root: String { grant.apiAddress(origin: request.origin) }

    /// The repository's place in the API.
    var base: String { "\(root)/repos/\(repository)" }

    /// The repository's page.
    var page: String { "\(facts.github["server_url"] ?? "https://github.com")/\(repository)" }

    /// Whether the client asks for a form of the answer, such as `raw` or `diff`.
    func accepts(_ form: String) -> Bool { accepted(form) != nil }

    /// The type that the client asks a form of the answer by, as GitHub answers with: a text, such
    /// as `application/vnd.github.v3.raw; charset=utf-8`; nil where it does not ask for it.
    func accepted(_ form: String) -> String? {
        let types = (request.header("Accept") ?? "").split(whereSeparator: { ",; ".contains($0) })
        let type = types.first { type in
            type.hasPrefix("application/vnd.github.")
                && type.split(whereSeparator: { ".+".contains($0) }).contains(Substring(form))
        }
        return type.map { "\($0); charset=utf-8" }
    }

    /// An answer in JSON.
    static func response(_ status: Int, _ value: APIValue) -> ServiceResponse {
        ServiceResponse(
            status,
            headers: [
                ("Content-Type", "application/json; charset=utf-8"),
                ("X-GitHub-Media-Type", "github.v3; format=json"),
            ],
            body: .bytes(ServiceJSON.bytes(value))
        )
    }

    /// An answer in another form.
    static func response(_ type: String, _ bytes: [UInt8]) -> ServiceResponse {
        ServiceResponse(200, headers: [("Content-Type", type)], body: .bytes(bytes))
    }
}

extension APICall {
    /// How many items a page has, and which page is asked for, from 1.
    ///
    /// - Source: <https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api>
    var paging: (size: Int, page: Int) {
        func field(_ name: String, _ usual: Int, _ most: Int) -> Int {
            request.query[name].flatMap { Int($0) }.map { min(max($0, 1), most) } ?? usual
        }
        return (field("per_page", 30, 100), field("page", 1, 1_000_000))
    }

    /// A page of a list that is wholly known, with the links to the others.
    ///
    /// - Parameters:
    ///   - all: All items.
    ///   - key: The field they stand in, beside `total_count`; nil for a bare list.
    /// - Returns: the answer.
    func paged(_ all: [APIValue], in key: String? = nil) -> ServiceResponse {
        let (size, page) = paging
        let items = Array(all.dropFirst((page - 1) * size).prefix(size))
        var response = Self.response(
            200,
            key.map { ["total_count": .integer(all.count), $0: .list(items)] } ?? .list(items)
        )
        let last = max(1, (all.count + size - 1) / size)
        var links: [(String, Int)] = []
        if page > 1 { links += [("prev", page - 1), ("first", 1)] }
        if page < last { links += [("next", page + 1), ("last", last)] }
        if !links.isEmpty { response.headers.append(("Link", link(links))) }
        return response
    }

    /// A page whose successors are not counted.
    func paged(_ items: [APIValue], hasNext: Bool) -> ServiceResponse {
        var response = Self.response(200, .list(items))
        var links = paging.page > 1 ? [("prev", paging.page - 1)] : []
        if hasNext { links.append(("next", paging.page + 1)) }
        if !links.isEmpty { response.headers.append(("Link", link(links))) }
        return response
    }

    private func link(_ links: [(String, Int)]) -> String {
        let address =
            "\(root)/" + path.map { PercentCoding.encoded($0) }.joined(separator: "/")
        return links.map { relation, page in
            var query = request.query
            query["page"] = "\(page)"
            let fields = query.sorted { $0.key < $1.key }.map {
                "\(PercentCoding.encoded($0))=\(PercentCoding.encoded($1))"
            }
            return "<\(address)?\(fields.joined(separator: "&"))>; rel=\"\(relation)\""
        }.joined(separator: ", ")
    }
}
