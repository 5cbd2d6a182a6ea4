extension Duration {
    private static let nanosecondsPerUnit: [(unit: String, nanoseconds: Double)] = [
        ("ns", 1),
        ("us", 1e3),
        ("µs", 1e3),
        ("μs", 1e3),
        ("ms", 1e6),
        ("s", 1e9),
        ("m", 60e9),
        ("h", 3600e9),
    ]

    /// The duration that a text such as `10s`, `1m30s`, `1.5h` or `0` names, `nil` for others.
    ///
    /// Source: <https://pkg.go.dev/time#ParseDuration>
    package init?(goText text: some StringProtocol) {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        guard rest != "0" else {
            self = .zero
            return
        }
        guard !rest.isEmpty else { return nil }
        var total: Int64 = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCIIDigit || $0 == "." }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { !$0.isASCIIDigit && $0 != "." }
            rest = rest.dropFirst(unit.count)
            guard let number = Double(digits), digits != ".",
                let row = Self.nanosecondsPerUnit.first(where: { $0.unit == unit }),
                let part = Int64(exactly: (number * row.nanoseconds).rounded(.down))
            else { return nil }
            let (sum, isTooLarge) = total.addingReportingOverflow(part)
            guard !isTooLarge else { return nil }
            total = sum
        }
        self = .nanoseconds(isNegative ? -total : total)
    }
}
