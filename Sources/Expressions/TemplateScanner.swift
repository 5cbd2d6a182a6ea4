/// Finds the expressions in the text of a scalar.
struct TemplateScanner {
    private let bytes: [UInt8]
    private let scope: NameScope
    private var segments: [Template.Segment] = []
    private var isInsert = false

    private static let dollar = UInt8(ascii: "$")
    private static let open = UInt8(ascii: "{")
    private static let close = UInt8(ascii: "}")
    private static let openingLength = 3
    private static let closingLength = 2

    /// A scanner of a text whose expressions may use these names.
    init(_ text: String, scope: NameScope) {
        bytes = Array(text.utf8)
        self.scope = scope
    }

    /// The offset of the first `${{` of a text, in UTF-8 bytes.
    static func firstOpening(in text: String) -> Int? {
        if let found = text.utf8.withContiguousStorageIfAvailable({ opening(in: $0, from: 0) }) {
            return found
        }
        return opening(in: Array(text.utf8), from: 0)
    }

    private static func opening<Bytes: RandomAccessCollection>(
        in bytes: Bytes,
        from start: Int
    ) -> Int? where Bytes.Element == UInt8, Bytes.Index == Int {
        var index = start + openingLength - 1
        while index < bytes.count {
            // The last byte first: where it is another, three can be passed over.
            if bytes[index] == open {
                if bytes[index - 1] == open, bytes[index - 2] == dollar { return index - 2 }
                index += 1
            } else {
                index += bytes[index] == dollar ? 2 : 3
            }
        }
        return nil
    }

    /// Reads the whole text, of which the first `${{` is known.
    mutating func scan(from firstOpening: Int) throws(TemplateError) -> Template.Content {
        var index = 0
        var next: Int? = firstOpening
        while let opening = next {
            append(literal: index..<opening)
            let end = try closing(after: opening)
            try append(expression: opening..<end)
            index = end
            next = Self.opening(in: bytes, from: index)
        }
        append(literal: index..<bytes.count)
        return try content()
    }

    /// The offset after the `}}` that closes an expression, which no string hides.
    private func closing(after opening: Int) throws(TemplateError) -> Int {
        var isInString = false
        var index = opening + Self.openingLength
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "'") {
                isInString.toggle()
            } else if !isInString, bytes[index] == Self.close, bytes[index - 1] == Self.close {
                return index + 1
            }
            index += 1
        }
        throw TemplateError(problem: .notClosed, range: opening..<bytes.count)
    }

    private mutating func append(literal range: Range<Int>) {
        guard !range.isEmpty else { return }
        segments.append(.literal(String(decoding: bytes[range], as: UTF8.self)))
    }

    private mutating func append(expression range: Range<Int>) throws(TemplateError) {
        guard scope.allowsExpressions else {
            throw TemplateError(problem: .notAllowed, range: range)
        }
        let inner =
            (range.lowerBound + Self.openingLength)..<(range.upperBound - Self.closingLength)
        let trimmed = Whitespace.trim(bytes, in: inner)
        guard !trimmed.isEmpty else {
            throw TemplateError(problem: .expressionExpected, range: range)
        }
        if let count = InsertDirective.parameterCount(bytes[trimmed]) {
            guard count == 0 else {
                throw TemplateError(problem: .insertParameters(count: count), range: trimmed)
            }
            guard range == 0..<bytes.count else {
                throw TemplateError(problem: .insertInText, range: range)
            }
            isInsert = true
            return
        }
        let text = String(decoding: bytes[trimmed], as: UTF8.self)
        do throws(ExpressionError) {
            let expression = try Expression.parse(text, scope: scope, offset: trimmed.lowerBound)
            segments.append(.expression(expression))
        } catch {
            throw TemplateError.invalid(error, offset: trimmed.lowerBound)
        }
    }

    private func content() throws(TemplateError) -> Template.Content {
        if isInsert { return .insert }
        if segments.count == 1, case .expression(let expression) = segments[0] {
            if case .literal(.string(let text)) = expression.root.kind,
                expression.text.utf8.first == UInt8(ascii: "'")
            {
                return .literal(text)
            }
            return .expression(expression)
        }
        try checkFormatCall()
        return .formatted(segments)
    }

    /// Checks the limits of the one expression GitHub makes of all segments.
    ///
    /// Escaping at most doubles the text, so that short and simple templates need no check.
    private func checkFormatCall() throws(TemplateError) {
        let isShort = bytes.count < ExpressionLimits.length / 2 - 100
        let isNarrow = segments.count < ExpressionLimits.parameters
        let isShallow = segments.allSatisfy { segment in
            guard case .expression(let expression) = segment else { return true }
            return expression.root.depth < ExpressionLimits.depth
        }
        guard !(isShort && isNarrow && isShallow) else { return }
        do throws(ExpressionError) {
            _ = try Expression.parse(Template.Segment.formatCall(segments), scope: scope)
        } catch {
            throw TemplateError(problem: .invalid(error), range: 0..<bytes.count)
        }
    }
}

extension TemplateError {
    /// An expression's error, placed in the scalar that holds it.
    package static func invalid(_ error: ExpressionError, offset: Int) -> TemplateError {
        let start = error.range.lowerBound + offset
        return TemplateError(
            problem: .invalid(error),
            range: start..<(error.range.upperBound + offset)
        )
    }
}
