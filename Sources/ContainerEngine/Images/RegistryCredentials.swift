#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A login for one registry.
package struct RegistryCredentials: Sendable, Hashable {
    /// The account's name; empty with an `identityToken`.
    package var username: String
    /// The password or token; empty with an `identityToken`.
    package var password: String
    /// What stands in for name and password after some logins.
    package var identityToken: String?
    /// The registry's address; `nil` is the one of the image.
    package var serverAddress: String?

    /// A login by name and password or token.
    package init(username: String, password: String, serverAddress: String? = nil) {
        self.username = username
        self.password = password
        self.serverAddress = serverAddress
    }

    /// A login by the token that a registry gave instead of a name and password.
    package init(identityToken: String, serverAddress: String?) {
        username = ""
        password = ""
        self.identityToken = identityToken
        self.serverAddress = serverAddress
    }

    /// The value of `X-Registry-Auth`.
    func headerValue() throws -> String { Self.encoded(try json.bytes()) }

    /// The login as the engine reads it.
    var json: JSONValue {
        var body: [String: JSONValue] = [
            "username": .string(username), "password": .string(password),
        ]
        body["identitytoken"] = identityToken.map { .string($0) }
        body["serveraddress"] = serverAddress.map { .string($0) }
        return .object(body)
    }

    /// Bytes in URL-safe base64, padded.
    static func encoded(_ bytes: some Sequence<UInt8>) -> String {
        String(
            Data(bytes).base64EncodedString().map { character in
                switch character {
                case "+": "-"
                case "/": "_"
                default: character
                }
            }
        )
    }
}

extension RegistryCredentials: CustomStringConvertible {
    /// The login without its password, so that no log shows it.
    package var description: String { "\(username)@\(serverAddress ?? "registry")" }
}
