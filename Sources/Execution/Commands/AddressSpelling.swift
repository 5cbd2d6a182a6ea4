/// One way to write a value in an address or a form: what stays, and what becomes `%XX`.
struct AddressSpelling {
    /// The characters that stay, besides letters and digits of ASCII.
    private let kept: Set<UInt32>
    private let writesBlanksAsPlus: Bool

    private init(keeping kept: String, writesBlanksAsPlus: Bool = false) {
        self.kept = Set(kept.unicodeScalars.map(\.value))
        self.writesBlanksAsPlus = writesBlanksAsPlus
    }

    /// The spellings of the languages that steps are written in.
    static let all = [
        // RFC 3986: .NET's `Uri.EscapeDataString`, `curl --data-urlencode`, `jq @uri`.
        AddressSpelling(keeping: "-._~"),
        // Python's `urllib.parse.quote`.
        AddressSpelling(keeping: "-._~/"),
        // Python's `quote_plus` and `urlencode`, Go's `url.QueryEscape`.
        AddressSpelling(keeping: "-._~", writesBlanksAsPlus: true),
        // <https://url.spec.whatwg.org/#application-x-www-form-urlencoded-percent-encode-set>:
        // forms of browsers, `URLSearchParams`, Java's `URLEncoder`.
        AddressSpelling(keeping: "*-._", writesBlanksAsPlus: true),
        // JavaScript's `encodeURIComponent` and `encodeURI`.
        AddressSpelling(keeping: "-_.!~*'()"),
        AddressSpelling(keeping: "-_.!~*'();/?:@&=+$,#"),
    ]

    /// What stands for a scalar; nil when it stays.
    func escape(_ scalar: UInt32) -> String? {
        switch scalar {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: nil
        case 0x20 where writesBlanksAsPlus: "+"
        case _ where kept.contains(scalar): nil
        default:
            Unicode.Scalar(scalar).map { scalar in
                String(scalar).utf8
                    .map { "%" + SecretVariants.hexadecimal(UInt32($0), digits: 2).uppercased() }
                    .joined()
            }
        }
    }
}
