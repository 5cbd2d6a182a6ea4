/// The first argument of `format`: text with `{0}` for arguments, `{{` and `}}` for braces.
enum FormatString {
    /// A stretch of text, or the place of an argument.
    enum Piece: Equatable {
        case text(String)
        case argument(Int, specifier: String)
    }

    /// Cuts a format into pieces.
    static func parse(_ format: String, arguments: Int) throws(EvaluationError) -> [Piece] {
        var parser = FormatStringParser(format)
        return try parser.parse(arguments: arguments)
    }

    /// Puts the pieces together; each argument is evaluated once, when first needed.
    static func render(
        _ pieces: [Piece],
        _ arguments: ArraySlice<ExpressionNode>,
        _ evaluator: inout ExpressionEvaluator
    ) throws(EvaluationError) -> String {
        var values: [Int: String] = [:]
        var text = BoundedText(limit: evaluator.memory.limit / 2)
        for piece in pieces {
            var part = ""
            switch piece {
            case .text(let literal): part = literal
            case .argument(let index, let specifier):
                if let known = values[index] {
                    part = known
                } else {
                    let value = try evaluator.evaluate(arguments[arguments.startIndex + index])
                    guard specifier.isEmpty else { throw .formatSpecifier(specifier, value.kind) }
                    part = value.asString
                    values[index] = part
                }
            }
            do throws(TextLimitExceeded) {
                try text.append(part)
            } catch {
                throw evaluator.memoryExceeded
            }
        }
        return text.text
    }
}

/// Reads the pieces of a format string.
private struct FormatStringParser {
    private let format: String
    private let bytes: [UInt8]
    private var index = 0
    private var literal: [UInt8] = []
    private var pieces: [FormatString.Piece] = []

    private static let open = UInt8(ascii: "{")
    private static let close = UInt8(ascii: "}")

    /// A parser at the start of a format.
    init(_ format: String) {
        self.format = format
        bytes = Array(format.utf8)
    }

    /// The pieces of the whole format.
    mutating func parse(arguments: Int) throws(EvaluationError) -> [FormatString.Piece] {
        while index < bytes.count {
            let byte = bytes[index]
            if byte != Self.open, byte != Self.close {
                literal.append(byte)
                index += 1
            } else if at(index + 1) == byte {
                literal.append(byte)
                index += 2
            } else if byte == Self.open {
                try readArgument(count: arguments)
            } else {
                throw .formatInvalid(format)
            }
        }
        flush()
        return pieces
    }

    private mutating func readArgument(count: Int) throws(EvaluationError) {
        index += 1
        let start = index
        while let byte = at(index), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
            index += 1
        }
        let digits = String(decoding: bytes[start..<index], as: UTF8.self)
        guard let argument = UInt8(digits), let specifier = readSpecifier() else {
            throw .formatInvalid(format)
        }
        guard argument < count else { throw .formatArgumentMissing(format) }
        flush()
        pieces.append(.argument(Int(argument), specifier: specifier))
    }

    /// What stands between `:` and the closing brace, where `}}` is a brace.
    private mutating func readSpecifier() -> String? {
        var text: [UInt8] = []
        guard at(index) != Self.close else {
            index += 1
            return ""
        }
        guard at(index) == UInt8(ascii: ":") else { return nil }
        index += 1
        while let byte = at(index) {
            index += 1
            if byte == Self.close {
                guard at(index) == Self.close else { return String(decoding: text, as: UTF8.self) }
                index += 1
            }
            text.append(byte)
        }
        return nil
    }

    private mutating func flush() {
        guard !literal.isEmpty else { return }
        pieces.append(.text(String(decoding: literal, as: UTF8.self)))
        literal = []
    }

    private func at(_ index: Int) -> UInt8? {
        index < bytes.count ? bytes[index] : nil
    }
}
