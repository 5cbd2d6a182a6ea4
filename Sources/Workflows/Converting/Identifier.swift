import Diagnostics

/// GitHub's rules for the ids of jobs and steps.
enum Identifier {
    /// What is wrong with an id, or nil.
    ///
    /// The doubled word stands in GitHub's own text.
    static func problem(with id: Located<String>) -> Diagnostic? {
        guard isWellFormed(id.value) else {
            return Diagnostic(
                .invalidIdentifier,
                "The identifier '\(id.value)' is invalid. IDs may only contain alphanumeric "
                    + "characters, '_', and '-'. IDs must start with a letter or '_' and and must "
                    + "be less than 100 characters.",
                at: id.span,
                help: suggestion(for: id.value).map { "name it `\($0)`" }
            )
        }
        guard !id.value.hasPrefix("__") else {
            return Diagnostic(
                .invalidIdentifier,
                "The identifier '\(id.value)' is invalid. IDs starting with '__' are reserved.",
                at: id.span,
                help: "start it with a letter"
            )
        }
        return nil
    }

    /// Whether a text has the form of an id.
    static func isWellFormed(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, isLetter(first) || first == UInt8(ascii: "_") else {
            return false
        }
        return bytes.count < 100 && bytes.allSatisfy(isAllowed)
    }

    /// The text with every character that an id cannot hold replaced by `_`.
    static func sanitised(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        // A character outside ASCII counts by its first byte.
        for byte in text.utf8 where byte & 0xC0 != 0x80 {
            bytes.append(isAllowed(byte) ? byte : UInt8(ascii: "_"))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func suggestion(for text: String) -> String? {
        let name = sanitised(text.filter { !$0.isWhitespace })
        let usable = isWellFormed(name) ? name : "_\(name)"
        return isWellFormed(usable) && !usable.hasPrefix("__") ? usable : nil
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2D
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20)
    }
}
