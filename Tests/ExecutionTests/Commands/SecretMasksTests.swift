import Testing

@testable import Execution

@Suite("Secret masks")
struct SecretMasksTests {
    /// GitHub's own table, from the runner's `DefaultSecretMaskers` and `SecretSectionMasking`.
    @Test(
        "every variant that GitHub masks is masked",
        arguments: [
            ("Password123!", "123Password123!123", "123***123"),
            ("Password123!", "password123", "password123"),
            ("Pass\"word\"123!", "123Pass\\\"word\\\"123!123", "123***123"),
            ("Pass word 123!", "123Pass%20word%20123%21123", "123***123"),
            ("Pass<word>123!", "123Pass&lt;word&gt;123!123", "123***123"),
            ("Pass'word'123!", "123Pass''word''123!123", "123***123"),
            ("Password123!", "OlBhc3N3b3JkMTIzIQ==", "OlBh***"),
            ("Password123!", "YTpQYXNzd29yZDEyMyE=", "YTpQ***"),
            ("Password123!", "YWI6UGFzc3dvcmQxMjMh", "YWI6***"),
            ("Password123!", "YWJjOlBhc3N3b3JkMTIzIQ==", "YWJjOlBh***"),
            ("\"Password123!!\"", "123Password123!!123", "123***123"),
            ("\"short\"", "123short123", "123short123"),
            ("\"short\"", "123\"short\"123", "123***123"),
            ("a\tb\\c\u{1}d", "x a\\tb\\\\c\\u0001d y", "x *** y"),
            ("käse/brot", "https://h/k%C3%A4se%2Fbrot?", "https://h/***?"),
            (
                "secret&secret&secret", "secret&secret&\u{1B}[96msecret\u{1B}[0m",
                "***\u{1B}[96m***\u{1B}[0m"
            ),
            (
                "secret&secret+secret", "secret&\u{1B}[96msecret+secret\u{1B}[0m",
                "***\u{1B}[96m***\u{1B}[0m"
            ),
            (
                "secret&secret&+secretsecret",
                "secret&secret&+\u{1B}[96ms\u{1B}[0mecretsecret",
                // GitHub leaves the `s`, which whoever removes the colours would show in its place.
                "***\u{1B}[96m***\u{1B}[0m***"
            ),
            ("secret&secret&+", "secret&secret&+\u{1B}[96m\u{1B}[0m", "***\u{1B}[96m\u{1B}[0m"),
            ("a&b", "a& b", "a& b"),
        ]
    )
    func variants(secret: String, raw: String, expected: String) {
        let masks = masks(secret)
        #expect(masks.masked(raw).text == expected)
        #expect(masks.masked(lines: Array(raw.utf8)[...]).text == expected)
    }

    @Test(
        "a secret is masked also where something inside of it is not seen",
        arguments: [
            ("a super\u{1B}[1msecret\u{1B}[0m b", "a ***\u{1B}[1m***\u{1B}[0m b"),
            (
                "\u{1B}[01;31m\u{1B}[Ksupers\u{1B}[m\u{1B}[Kecret",
                "\u{1B}[01;31m\u{1B}[K***\u{1B}[m\u{1B}[K***"
            ),
            ("super\0secret", "***\0***"),
            ("super\u{1B}]8;;file:x\u{7}secret", "***\u{1B}]8;;file:x\u{7}***"),
            ("super\u{9B}1msecr\u{85}et \u{B0}", "***\u{9B}1m***\u{85}*** \u{B0}"),
            ("super\u{1B}(Bsecret\u{1B}", "***\u{1B}(B***\u{1B}"),
            ("super\u{1B}\u{1B}[31", "super\u{1B}\u{1B}[31"),
            ("su\tpersecret super\nsecret", "su\tpersecret super\nsecret"),
        ]
    )
    func interrupted(raw: String, expected: String) {
        let masks = masks("supersecret")
        #expect(masks.masked(raw).text == expected)
        let bytes = Array(raw.utf8)
        #expect(masks.masked(lines: bytes[...]).text == expected)
        for cut in 0...bytes.count where cut == bytes.count || !bytes[cut].isUTF8Continuation {
            var carry = MaskCarry()
            let first = masks.masked(piece: bytes[..<cut], carry: &carry, isContinued: true)
            let last = masks.masked(piece: bytes[cut...], carry: &carry, isContinued: false)
            let shown = first.text + last.text
            #expect(!shown.contains("er") || raw == expected, "\(shown.debugDescription)")
            #expect(shown.filter { $0 != "*" } == expected.filter { $0 != "*" })
        }
    }

    @Test("the end of an interrupted secret is masked where it could begin another one")
    func interruptedOverlap() {
        let masks = masks("abraXabra")
        var carry = MaskCarry()
        let first = masks.masked(
            piece: Array("abraX\u{1B}[0mabra".utf8)[...],
            carry: &carry,
            isContinued: true
        )
        let last = masks.masked(piece: Array("zzz".utf8)[...], carry: &carry, isContinued: false)
        let shown = first.text + last.text
        #expect(!shown.contains("abra"), "\(shown.debugDescription)")
        #expect(shown.hasSuffix("zzz"))
    }

    @Test("base64 of a secret inside other text is masked at every alignment")
    func base64Alignments() {
        let secret = "s3cr3t-value-of-a-token"
        let masks = masks(secret)
        for before in 0..<6 {
            for after in 0..<6 {
                let text =
                    String(repeating: "u", count: before) + secret
                    + String(repeating: "w", count: after)
                let encoded = SecretVariants.base64(Array(text.utf8))
                let shown = masks.masked(encoded).text
                #expect(shown.contains("***"))
                #expect(shown.utf8.count <= 3 + ((before + after + 2) * 8 + 5) / 6 + 4, "\(shown)")
            }
        }
    }

    @Test(
        "every spelling of an address is masked",
        arguments: [
            ("ab/c+d= e~*", "ab/c%2Bd%3D%20e~%2A"),  // urllib.parse.quote
            ("ab/c+d= e~*", "ab%2Fc%2Bd%3D+e~%2A"),  // quote_plus
            ("ab/c+d= e~*", "ab%2Fc%2Bd%3D+e%7E*"),  // URLSearchParams
            ("a b!'()*/", "a%20b!'()*%2F"),  // encodeURIComponent
            ("a b!/?;\"", "a%20b!/?;%22"),  // encodeURI
        ]
    )
    func addresses(secret: String, written: String) {
        #expect(masks(secret).masked("x=\(written)&y").text == "x=***&y")
    }

    @Test("JSON that holds nothing but ASCII is masked")
    func asciiJSON() {
        let masks = masks("k\u{E4}\"se\u{1F600}\u{7F}")
        #expect(masks.masked(#""k\u00e4\"se\ud83d\ude00\u007f""#).text == "\"***\"")
    }

    @Test("wrapped base64 of a secret is masked on every line", arguments: [64, 76], 0..<80)
    func wrappedBase64(width: Int, before: Int) {
        var generator = SeededGenerator(seed: 1)
        let letters = (0..<200).map { _ in UInt8.random(in: 0x61...0x7A, using: &generator) }
        let secret = String(decoding: letters, as: UTF8.self)
        let text = String(repeating: "U", count: before) + secret + "\u{1}\u{2}"
        let encoded = Array(SecretVariants.base64(Array(text.utf8)))
        let masks = masks(secret)
        let lines = stride(from: 0, to: encoded.count, by: width).map { start in
            String(encoded[start..<min(start + width, encoded.count)])
        }
        let shown = lines.map { masks.masked($0).text.replacing("***", with: "") }
        let digits = (before + 2) * 4 / 3 + 2 * SecretVariants.wrappedBase64
        #expect(shown.joined().count <= digits, "\(shown)")
        for line in shown.dropFirst((before * 4 / 3) / width + 1).dropLast(2) {
            #expect(line.isEmpty)
        }
    }

    @Test("short values get no unpadded base64 form, which would mask ordinary words")
    func shortBase64() {
        let masks = masks("a")
        #expect(masks.masked("Y h E").text == "Y h E")
        #expect(masks.masked("YQ==").text == "***")
    }

    @Test(
        "base64 agrees with the standard",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ]
    )
    func base64(text: String, encoded: String) {
        #expect(SecretVariants.base64(Array(text.utf8)) == encoded)
    }

    @Test(
        "ranges that overlap or touch become one mask",
        arguments: [
            ("abcd", "***"), ("xabcdx", "x***x"), ("abab", "***"), ("ab cd", "*** ***"),
            ("bcbc", "***"), ("a", "a"), ("", ""),
        ]
    )
    func merging(raw: String, expected: String) {
        #expect(masks("ab", "bc", "cd").masked(raw).text == expected)
    }

    @Test("a secret is trimmed and each of its lines is masked too")
    func multiLine() {
        let masks = masks("  first line \r\n\n  second\rthird\n")
        #expect(masks.masked("a first line b").text == "a *** b")
        #expect(masks.masked("second").text == "***")
        #expect(masks.masked("third").text == "***")
        #expect(masks.masked("\n").text == "\n")
        let block = Array("x\nfirst line\nsecond\n\ny".utf8)
        #expect(masks.masked(lines: block[...]).text == "x\n***\n***\n\ny")
    }

    @Test("a multi-line secret is one mask in one text and one per line in lines")
    func multiLineWhole() {
        let masks = masks("ab\ncd")
        #expect(masks.masked("ab\ncd").text == "***")
        #expect(masks.masked(lines: Array("ab\ncd".utf8)[...]).text == "***\n***")
    }

    @Test("an add-mask value keeps its blanks and is masked trimmed as well")
    func addMaskBlanks() {
        let masks = SecretMasks()
        masks.addMask(" abc ")
        #expect(masks.masked("x abc y").text == "x***y")
        #expect(masks.masked("xabcy").text == "x***y")
    }

    @Test("blank secrets are skipped", arguments: ["", " ", "\n\r\n", "\t"])
    func blank(secret: String) {
        #expect(masks(secret).masked("a b\tc\n").text == "a b\tc\n")
    }

    @Test("a token is masked in git's basic authorisation")
    func token() {
        let masks = SecretMasks()
        masks.addToken("ghs_abcdef0123456789")
        let header = SecretVariants.base64(Array("x-access-token:ghs_abcdef0123456789".utf8))
        #expect(masks.masked("AUTHORIZATION: basic \(header)").text == "AUTHORIZATION: basic ***")
    }

    @Test("masking is case-sensitive and compares scalars, not characters")
    func ordinal() {
        #expect(masks("Secret").masked("secret Secret").text == "secret ***")
        #expect(masks("e").masked("e\u{301}").text == "***\u{301}")
        #expect(masks("\u{E9}t").masked("e\u{301}t").text == "e\u{301}t")
    }

    @Test("bytes that are not UTF-8 become U+FFFD before secrets are looked for")
    func repair() {
        let bytes: [UInt8] = [0x61, 0xFF, 0x73, 0x65, 0x63, 0xC3, 0x0A, 0xE2, 0x82]
        #expect(masks("sec").masked(lines: bytes[...]).text == "a\u{FFFD}***\u{FFFD}\n\u{FFFD}")
        #expect(masks("a\u{FFFD}s").masked(lines: bytes[...]).text == "***ec\u{FFFD}\n\u{FFFD}")
    }

    @Test("values added later are masked from then on")
    func later() {
        let masks = masks("one")
        #expect(masks.masked("one two").text == "*** two")
        masks.addMask("two")
        #expect(masks.masked("one two").text == "*** ***")
    }

    @Test("masked text is cut between scalars, in UTF-16 units")
    func prefix() {
        let text = SecretMasks().masked("ab😀c")
        #expect(text.prefix(utf16Length: 3).text == "ab")
        #expect(text.prefix(utf16Length: 4).text == "ab😀")
        #expect(text.prefix(utf16Length: 9).text == "ab😀c")
    }

    @Test("steps that run at once share one set of masks")
    func concurrency() async {
        let masks = SecretMasks()
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<20 {
                group.addTask {
                    masks.addMask("value-\(index)-")
                    #expect(masks.masked("value-\(index)-").text == "***")
                }
            }
        }
        #expect(masks.masked("value-7-value-11-").text == "***")
    }
}
