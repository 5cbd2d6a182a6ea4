/// Reads sizes the way the docker command does.
package enum ByteSize {
    private static let powers: [Character: Int] = ["k": 1, "m": 2, "g": 3, "t": 4, "p": 5]

    /// The bytes that a text such as `512m`, `1.5g`, `64KiB` or `1024` names, `nil` for others.
    ///
    /// Units are of 1024, whatever their spelling.
    /// Source: <https://pkg.go.dev/github.com/docker/go-units#RAMInBytes>
    package static func parse(_ text: some StringProtocol) -> Int64? {
        let digits = text.prefix { $0.isASCIIDigit || $0 == "." }
        var unit = Substring(text.dropFirst(digits.count).lowercased())
        if unit.first == " " { unit.removeFirst() }
        guard let number = Double(digits) else { return nil }
        var power = 0
        if let letter = unit.first, let known = powers[letter] {
            power = known
            unit.removeFirst()
            if unit.hasPrefix("ib") { unit.removeFirst() }
        }
        guard unit.isEmpty || unit == "b" else { return nil }
        let bytes = (0..<power).reduce(number) { value, _ in value * 1024 }
        return Int64(exactly: bytes.rounded(.down))
    }
}
