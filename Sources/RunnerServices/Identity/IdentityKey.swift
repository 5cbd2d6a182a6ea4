import Crypto
import CryptoExtras

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The key that signs the identity tokens of one run; made when the first is asked for.
///
/// Nobody outside trusts it: a token shows what GitHub's would say, and whoever verifies it fetches
/// the public half from the server that issued it.
struct IdentityKey: Sendable {
    /// The public half in the form of RFC 7517.
    struct PublicKey: Encodable {
        private let kty = "RSA"
        private let alg = "RS256"
        private let use = "sig"
        /// What the key is called in tokens.
        let kid: String
        /// The modulus.
        let n: String
        /// The exponent.
        let e: String
    }

    private struct Header: Encodable {
        let typ = "JWT"
        let alg = "RS256"
        let kid: String
    }

    /// What the key is called in tokens.
    let id = RandomText.identifier()
    private let key: _RSA.Signing.PrivateKey

    /// A new key of 2048 bits.
    init() throws {
        key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    }

    /// The public half.
    func publicKey() throws -> PublicKey {
        let primitives = try key.publicKey.getKeyPrimitives()
        return PublicKey(
            kid: id,
            n: RuntimeToken.base64URL([UInt8](primitives.modulus)),
            e: RuntimeToken.base64URL([UInt8](primitives.publicExponent))
        )
    }

    /// A token of these claims.
    func sign(_ claims: [String: IdentityService.Claim]) throws -> String {
        let parts = [try ServiceJSON.encode(Header(kid: id)), try ServiceJSON.encode(claims)]
        let text = parts.map(RuntimeToken.base64URL).joined(separator: ".")
        let signature = try key.signature(
            for: SHA256.hash(data: Array(text.utf8)),
            padding: .insecurePKCS1v1_5
        )
        return "\(text).\(RuntimeToken.base64URL([UInt8](signature.rawRepresentation)))"
    }
}
