import InitProtocol
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    @Test(
        "the digests of the standard's examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ]
    )
    func examples(text: String, digest: String) {
        #expect(SHA256.hexadecimal(SHA256.digest(of: text.utf8)) == digest)
    }

    @Test("a million bytes in odd parts")
    func parts() {
        var hash = SHA256()
        var left = 1_000_000
        var size = 1
        while left > 0 {
            let count = min(left, size % 199 + 1)
            hash.update([UInt8](repeating: UInt8(ascii: "a"), count: count))
            left -= count
            size += 37
        }
        #expect(
            SHA256.hexadecimal(hash.finalize())
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        )
    }

    @Test("every length around a block's end differs and does not depend on the cut")
    func lengths() {
        var seen: Set<String> = []
        for length in 0..<200 {
            let bytes = [UInt8](repeating: 0x5A, count: length)
            var hash = SHA256()
            for byte in bytes { hash.update([byte]) }
            #expect(hash.finalize() == SHA256.digest(of: bytes))
            seen.insert(SHA256.hexadecimal(hash.finalize()))
        }
        #expect(seen.count == 200)
    }
}
