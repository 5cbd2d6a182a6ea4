extension SecretVariants {
    /// The shortest base64 form that is registered without its padding, in digits: shorter ones
    /// would mask ordinary words.
    static let shortestStableBase64 = 8
    /// How many digits on one line give a value away that is wrapped over several.
    static let wrappedBase64 = 16

    /// Base64 with the standard alphabet and padding.
    static func base64(_ bytes: some Collection<UInt8>) -> String {
        let digits = digits(of: bytes, count: (bytes.count * 8 + 5) / 6)
        let padding = String(repeating: "=", count: (4 - digits.count % 4) % 4)
        return String(decoding: digits, as: UTF8.self) + padding
    }

    /// Base64 of the value without its first bytes: as it stands behind one or two others.
    func shiftedBase64(by shift: Int) -> String {
        Self.base64(bytes.count > shift ? bytes[shift...] : bytes[...])
    }

    /// The digits that do not depend on what follows the value, for each of the three alignments:
    /// whole in the URL alphabet, and in the standard one so that they are found on wrapped lines.
    var stableBase64: [[UInt8]] {
        (0..<3).flatMap { shift -> [[UInt8]] in
            let aligned = bytes.dropFirst(shift)
            let digits = Self.digits(of: aligned, count: aligned.count * 8 / 6)
            guard digits.count >= Self.shortestStableBase64 else { return [] }
            let url = digits.map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 }
            return Self.pieces(of: digits) + [url]
        }
    }

    /// Pieces that cover all digits, and every line of them that holds `wrappedBase64` or more.
    ///
    /// Encoders wrap lines (64 or 76 digits) where a group of four ends, so one piece begins with
    /// each group; those found beside each other become one mask.
    private static func pieces(of digits: [UInt8]) -> [[UInt8]] {
        guard digits.count > wrappedBase64 else { return [digits] }
        let last = digits.count - wrappedBase64
        let starts = Array(stride(from: 0, to: last, by: 4)) + [last]
        return starts.map { Array(digits[$0..<$0 + wrappedBase64]) }
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// The first base64 digits, without padding.
    private static func digits(of bytes: some Collection<UInt8>, count: Int) -> [UInt8] {
        let bytes = Array(bytes)
        return (0..<count).map { digit -> UInt8 in
            let bit = digit * 6
            let high = Int(bytes[bit / 8]) << 8
            let low = bit / 8 + 1 < bytes.count ? Int(bytes[bit / 8 + 1]) : 0
            return alphabet[((high | low) >> (10 - bit % 8)) & 63]
        }
    }
}
