extension ExpressionValue {
    /// Reads a value from JSON text, leniently as `fromJSON` does.
    ///
    /// - Throws: `JSONError` with the reader's own words.
    package init(json: String) throws(JSONError) {
        var reader = JSONReader(json)
        self = try reader.readValue()
    }

    /// The value as JSON, as the function `toJSON` prints it, or on one line without spaces.
    package func toJSON(pretty: Bool = true) -> String {
        guard let text = try? JSONWriter.text(of: self, pretty: pretty) else {
            preconditionFailure("a text without a limit is never too long")
        }
        return text
    }
}

/// The plain JSON form. Foundation's coders forget the order of keys: where it matters, go
/// through `toJSON(pretty:)` and `init(json:)`.
extension ExpressionValue: Codable {
    /// Writes the plain JSON form; a number that JSON has no word for is written as its text.
    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .null, .boolean, .number, .string: try encodePrimitive(to: encoder)
        case .array(let array):
            var container = encoder.unkeyedContainer()
            for element in array.elements { try container.encode(element) }
        case .object(let object):
            var container = encoder.container(keyedBy: ExpressionObjectKey.self)
            for (key, value) in object.entries {
                try container.encode(value, forKey: ExpressionObjectKey(stringValue: key))
            }
        }
    }

    private func encodePrimitive(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .boolean(let value): try container.encode(value)
        case .number(let value) where value.isFinite:
            if let integer = Int(exactly: value) {
                try container.encode(integer)
            } else {
                try container.encode(value)
            }
        case .number, .string: try container.encode(asString)
        default: try container.encodeNil()
        }
    }

    /// Reads the plain JSON form; keys come back in the order the decoder gives them.
    package init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: ExpressionObjectKey.self) {
            self = .object(
                try container.allKeys.map { key in
                    (key.stringValue, try container.decode(ExpressionValue.self, forKey: key))
                }
            )
            return
        }
        if var container = try? decoder.unkeyedContainer() {
            var elements: [ExpressionValue] = []
            while !container.isAtEnd {
                elements.append(try container.decode(ExpressionValue.self))
            }
            self = .array(elements)
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else {
            self = .string(try container.decode(String.self))
        }
    }
}

/// A key of an encoded object.
private struct ExpressionObjectKey: CodingKey {
    /// The key.
    let stringValue: String
    /// No key is a number.
    var intValue: Int? { nil }

    /// A key of this spelling.
    init(stringValue: String) { self.stringValue = stringValue }

    /// Nothing: no key is a number.
    init?(intValue: Int) { nil }
}
