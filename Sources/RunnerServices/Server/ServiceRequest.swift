import HTTPTypes
import HummingbirdCore
import NIOCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One HTTP request, its path and query taken apart.
struct ServiceRequest: Sendable {
    /// The verb, such as `GET`.
    let method: String
    /// The path's parts between slashes, decoded; none is empty, `.` or `..`.
    let path: [String]
    /// The query's fields, decoded; the last of a name counts.
    let query: [String: String]
    /// What follows the head.
    let body: ServiceBody
    private let head: HTTPRequest

    /// Reads a request.
    ///
    /// - Throws: `ServiceFailure` for a path that is none, such as one with `..` or a NUL.
    init(_ request: Request) throws(ServiceFailure) {
        head = request.head
        method = request.head.method.rawValue
        let target = request.head.path ?? "/"
        let cut = target.firstIndex(of: "?")
        path = try Self.parts(of: target[..<(cut ?? target.endIndex)])
        query = try Self.fields(of: cut.map { target[target.index(after: $0)...] } ?? "")
        body = ServiceBody(
            request.body,
            length: request.headers[.contentLength].flatMap { Int($0) }
        )
    }

    /// The value of a header; nil when there is none.
    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { head.headerFields[$0] }
    }

    /// The scheme, host and port that the client used, such as `http://127.0.0.1:4711`.
    var origin: String { "http://\(head.authority ?? "127.0.0.1")" }

    /// Whether the client waits to be told that it may send the body.
    var expectsContinue: Bool { header("Expect")?.lowercased() == "100-continue" }

    /// The token of an `Authorization: Bearer` header (or `token`, as GitHub's API also takes it).
    var bearer: String? {
        guard let value = header("Authorization") else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, ["bearer", "token"].contains(parts[0].lowercased()) else {
            return nil
        }
        return parts[1].trimmingPrefix(" ").description
    }

    /// The token of any header that GitHub's API takes one from: as `bearer`, or the password of
    /// `Authorization: Basic`.
    var apiToken: String? {
        if let bearer { return bearer }
        guard let value = header("Authorization"), value.lowercased().hasPrefix("basic "),
            let login = Data(base64Encoded: String(value.dropFirst(6).trimmingPrefix(" ")))
        else { return nil }
        return String(decoding: login, as: UTF8.self).split(
            separator: ":",
            maxSplits: 1,
            omittingEmptySubsequences: false
        ).last.map(String.init)
    }

    private static func parts(of path: Substring) throws(ServiceFailure) -> [String] {
        var parts: [String] = []
        for raw in path.split(separator: "/") {
            guard let part = PercentCoding.decoded(raw), part != ".", part != "..",
                !part.unicodeScalars.contains(where: { $0.value < 0x20 })
            else { throw ServiceFailure(.malformed, "the path of the request is not one") }
            parts.append(part)
        }
        return parts
    }

    private static func fields(of query: Substring) throws(ServiceFailure) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decoded(sides[0], plusIsSpace: true),
                let value = PercentCoding.decoded(
                    sides.count > 1 ? sides[1] : "",
                    plusIsSpace: true
                )
            else { throw ServiceFailure(.malformed, "the query of the request is not one") }
            fields[name] = value
        }
        return fields
    }
}
