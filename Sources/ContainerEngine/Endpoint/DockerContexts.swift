#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The docker command's contexts, as it keeps them on disk.
///
/// Shape: `config.json` names the current one; `contexts/meta/<hash>/meta.json` describes each
/// and `contexts/tls/<hash>/docker/{ca,cert,key}.pem` holds its keys, where the hash is that of
/// the name. The folders are searched by name, so that no hash is needed.
struct DockerContexts {
    /// The docker command's configuration folder.
    let folder: String

    private struct Configuration: Decodable {
        var currentContext: String?
    }

    private struct Metadata: Decodable {
        struct Endpoint: Decodable {
            var host: String?
            var skipsVerification: Bool?
            enum CodingKeys: String, CodingKey {
                case host = "Host"
                case skipsVerification = "SkipTLSVerify"
            }
        }
        var name: String
        var endpoints: [String: Endpoint]?
        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case endpoints = "Endpoints"
        }
    }

    /// The context that `docker context use` chose, `nil` for none.
    func currentName() throws -> String? {
        let configuration: Configuration? = try Self.read("\(folder)/config.json")
        return configuration?.currentContext.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The endpoint of a context; the environment is for `ssh`.
    func endpoint(of name: String, environment: [String: String]) throws -> EngineEndpoint {
        var known: [String] = []
        for hash in hashes() {
            let path = "\(folder)/contexts/meta/\(hash)/meta.json"
            guard let metadata: Metadata = try Self.read(path) else { continue }
            known.append(metadata.name)
            guard metadata.name == name else { continue }
            guard let docker = metadata.endpoints?["docker"], let host = docker.host else {
                throw EngineError.badConfiguration(
                    path: path,
                    detail: "it has no endpoint for Docker"
                )
            }
            return try EngineEndpoint(
                host: host,
                tls: tls(hash, skipsVerification: docker.skipsVerification ?? false),
                origin: .context(name),
                environment: environment
            )
        }
        throw EngineError.unknownContext(name, known: known.sorted())
    }

    private func tls(_ hash: String, skipsVerification: Bool) -> EngineEndpoint.TLS? {
        let files = EngineEndpoint.TLS(
            folder: "\(folder)/contexts/tls/\(hash)/docker",
            verifiesServer: !skipsVerification
        )
        let hasFiles = files.authority != nil || files.certificate != nil
        return hasFiles || skipsVerification ? files : nil
    }

    private func hashes() -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(
            atPath: "\(folder)/contexts/meta"
        )
        return (names ?? []).sorted()
    }

    /// A JSON file's content, `nil` where there is none.
    static func read<Value: Decodable>(_ path: String) throws -> Value? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            return try JSONDecoder().decode(Value.self, from: data)
        } catch {
            throw EngineError.badConfiguration(path: path, detail: reason(error))
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.dataCorrupted: "it is not JSON"
        case DecodingError.keyNotFound(let key, _): "`\(key.stringValue)` is missing"
        case DecodingError.typeMismatch(_, let context):
            "`\(context.codingPath.map(\.stringValue).joined(separator: "."))` has another type"
        default: "it cannot be read"
        }
    }
}
