/// One address of the API and who answers there.
struct APIRoute: Sendable {
    /// Answers a request.
    typealias Answer = @Sendable (APICall) async throws -> ServiceResponse

    /// The verb, such as `GET`.
    let method: String
    /// The pattern below `repos/{owner}/{repo}`, or below the root.
    private let parts: [Substring]
    /// Who answers.
    let answer: Answer

    /// A route; a part such as `{sha}` stands for one part of a path, `{path+}` for the rest.
    init(_ method: String, _ pattern: String, _ answer: @escaping Answer) {
        self.method = method
        parts = pattern.split(separator: "/")
        self.answer = answer
    }

    /// The values of the pattern's variables; nil when the path is another.
    func match(_ path: ArraySlice<String>) -> [String: String]? {
        var values: [String: String] = [:]
        var rest = path
        for part in parts {
            guard part.hasPrefix("{") else {
                guard rest.popFirst() == String(part) else { return nil }
                continue
            }
            if part.hasSuffix("+}") {
                guard !rest.isEmpty else { return nil }
                values[String(part.dropFirst().dropLast(2))] = rest.joined(separator: "/")
                rest = []
            } else {
                guard let value = rest.popFirst() else { return nil }
                values[String(part.dropFirst().dropLast())] = value
            }
        }
        return rest.isEmpty ? values : nil
    }
}
