#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The making of runtime tokens: JSON Web Tokens whose claims the official clients read.
///
/// Nobody verifies the signature: a token is compared as a whole with those that were given, so its
/// last part is 32 random bytes.
enum RuntimeToken {
    private struct Header: Encodable {
        let alg = "HS256"
        let typ = "JWT"
    }

    private struct Claims: Encodable {
        /// Which results the token opens: `Actions.Results:<run>:<job>`.
        let scp: String
        /// The cache scopes, as JSON in a text.
        let ac: String
        let iat: Int
        let nbf: Int
        let exp: Int
        let iss = "actlocal"
        let aud = "actlocal"
        let jti: String
    }

    /// The longest that a job of a self-hosted runner may take, in seconds: five days.
    private static let lifetime = 5 * 24 * 3600

    /// A new token.
    ///
    /// - Source: actions/toolkit `artifact/src/internal/shared/util.ts` for `scp`.
    static func make(
        run: String,
        job: String,
        scopes: [CacheScope],
        now: Double
    ) -> String {
        let time = Int(now)
        let claims = Claims(
            scp: "Actions.Results:\(run):\(job)",
            ac: text(scopes),
            iat: time,
            nbf: time,
            exp: time + lifetime,
            jti: RandomText.identifier()
        )
        return [Array(text(Header()).utf8), Array(text(claims).utf8), RandomText.bytes(32)]
            .map(base64URL).joined(separator: ".")
    }

    /// The base64 of URLs, without padding.
    static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func text(_ value: some Encodable) -> String {
        String(decoding: ServiceJSON.bytes(value), as: UTF8.self)
    }
}

/// Random texts that nobody can guess.
enum RandomText {
    /// Bytes of the system's generator.
    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// 256 bits in hexadecimal.
    static func secret() -> String { hexadecimal(bytes(32)) }

    /// An id in the form of a UUID.
    static func identifier() -> String { UUID().uuidString.lowercased() }

    /// Two digits a byte.
    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
