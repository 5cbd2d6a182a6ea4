extension ExpressionNode {
    /// The node as GitHub's log shows it: one spelling, groups where a reader may need them.
    package var canonicalText: String { text { _ in nil } }

    /// The canonical text, in which some nodes are replaced.
    func text(replacing replacement: (ExpressionNode) -> String?) -> String {
        if let text = replacement(self) { return text }
        let operands = children.map { $0.text(replacing: replacement) }
        switch kind {
        case .literal(let value): return value.literalText
        case .namedValue(let name): return name
        case .wildcard: return "*"
        case .call(let name): return "\(name)(\(operands.joined(separator: ", ")))"
        case .not: return "!\(operands[0])"
        case .binary(let operation):
            return "(\(operands.joined(separator: " \(operation.rawValue) ")))"
        case .index:
            if case .literal(.string(let key)) = children[1].kind, ExpressionLexer.isName(key.utf8)
            {
                return "\(operands[0]).\(key)"
            }
            return "\(operands[0])[\(operands[1])]"
        }
    }
}

extension ExpressionValue {
    /// The value as it would stand in an expression.
    package var literalText: String {
        switch self {
        case .null: "null"
        case .string(let text): "'\(text.doubling([UInt8(ascii: "'")]))'"
        default: asString
        }
    }
}

extension String {
    /// The text with each of these ASCII bytes written twice.
    func doubling(_ doubled: [UInt8]) -> String {
        guard utf8.contains(where: doubled.contains) else { return self }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count + 8)
        for byte in utf8 {
            bytes.append(byte)
            if doubled.contains(byte) { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
