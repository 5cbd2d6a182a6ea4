#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads along what a client says to a Docker engine, for the folders it wants bound and for the
/// rights it wants containers to have.
///
/// Each connection has one of its own. What it does not understand it lets pass.
struct BoundFolders: Sendable {
    /// The largest request that is looked at, in bytes.
    private static let limit = 1 << 20
    private var request: [UInt8] = []

    /// What a request to make a container asks for.
    struct Wishes: Hashable {
        /// The paths that are bound.
        var folders: [String] = []
        /// The options that give it rights over the kernel, such as `--privileged`.
        var powers: [String] = []
    }

    private struct Body: Decodable {
        struct Host: Decodable {
            enum CodingKeys: String, CodingKey {
                case binds = "Binds"
                case mounts = "Mounts"
                case isPrivileged = "Privileged"
                case capabilities = "CapAdd"
                case readOnlyPaths = "ReadonlyPaths"
            }

            let binds: [String]?
            let mounts: [Mount]?
            let isPrivileged: Bool?
            let capabilities: [String]?
            let readOnlyPaths: [String]?
        }

        struct Mount: Decodable {
            enum CodingKeys: String, CodingKey {
                case kind = "Type"
                case source = "Source"
            }

            let kind: String?
            let source: String?
        }

        enum CodingKeys: String, CodingKey { case host = "HostConfig" }

        let host: Host?
    }

    /// Takes what the client sends next.
    ///
    /// - Returns: what a request to make a container asks for, once it is complete.
    mutating func take(_ bytes: some Collection<UInt8>) -> Wishes {
        if request.isEmpty {
            guard bytes.starts(with: Array("POST ".utf8)) else { return Wishes() }
            let line = bytes.prefix { $0 != 0x0D }
            guard Array(line).firstRange(of: Array("/containers/create".utf8)) != nil else {
                return Wishes()
            }
        }
        request += bytes
        guard request.count <= Self.limit else {
            request = []
            return Wishes()
        }
        guard let end = request.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else {
            return Wishes()
        }
        guard let count = Self.length(of: request[..<end]) else {
            request = []
            return Wishes()
        }
        guard request.count - end >= count else { return Wishes() }
        defer { request = [] }
        return Self.wishes(Data(request[end..<(end + count)]))
    }

    private static func length(of head: ArraySlice<UInt8>) -> Int? {
        for line in String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let field = line.split(separator: ":", maxSplits: 1)
            guard field.count == 2, field[0].lowercased() == "content-length" else { continue }
            guard let count = Int(field[1].drop { $0 == " " }), 0...limit ~= count else {
                return nil
            }
            return count
        }
        return nil
    }

    private static func wishes(_ body: Data) -> Wishes {
        guard let host = try? JSONDecoder().decode(Body.self, from: body).host else {
            return Wishes()
        }
        let binds = (host.binds ?? []).map { String($0.prefix { $0 != ":" }) }
        let mounts = (host.mounts ?? []).filter { $0.kind == "bind" }.compactMap(\.source)
        var powers = host.isPrivileged == true ? ["--privileged"] : []
        powers += (host.capabilities ?? []).filter(HostAccess.isTooPowerful)
            .map { "--cap-add \($0)" }
        // The docker command's word for a list that is given and empty.
        if host.isPrivileged != true, host.readOnlyPaths?.isEmpty == true {
            powers.append("--security-opt systempaths=unconfined")
        }
        return Wishes(folders: (binds + mounts).filter { $0.hasPrefix("/") }, powers: powers)
    }
}
