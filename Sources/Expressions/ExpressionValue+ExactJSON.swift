extension ExpressionValue {
    /// The value as JSON that every reader takes, on one line, with numbers in all their digits.
    ///
    /// A number that JSON has no word for is a string: `"NaN"`, `"Infinity"`, `"-Infinity"`.
    package var exactJSON: String {
        switch self {
        case .null, .boolean, .string: toJSON(pretty: false)
        case .number(let number): Self.exactJSON(number)
        case .array(let array): "[" + array.elements.map(\.exactJSON).joined(separator: ",") + "]"
        case .object(let object):
            "{"
                + object.entries.map { key, value in
                    "\(ExpressionValue.string(key).exactJSON):\(value.exactJSON)"
                }.joined(separator: ",") + "}"
        }
    }

    private static func exactJSON(_ number: Double) -> String {
        guard number.isFinite else { return "\"\(ExpressionValue.number(number).asString)\"" }
        if number == 0, number.sign == .minus { return "-0.0" }
        return Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}
