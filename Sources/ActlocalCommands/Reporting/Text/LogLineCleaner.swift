/// Reads the scalars of one line and keeps what may be shown.
///
/// The sequences are those of ECMA-48: CSI (`ESC [`), the strings OSC, DCS, SOS, PM and APC, and
/// two-character escapes; each also in its one-character form between U+0080 and U+009F.
struct LogLineCleaner {
    /// What is left of the line.
    private(set) var text = ""

    private let keepsColours: Bool
    private var isColoured = false
    /// A carriage return was read; the next text replaces the line.
    private var returns = false
    private var scalars: [Unicode.Scalar] = []
    private var index = 0

    /// Prepares to read a line.
    init(keepsColours: Bool) {
        self.keepsColours = keepsColours
    }

    /// Reads the whole line.
    mutating func read(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        while let scalar = next() {
            switch scalar.value {
            case 0x1B: readEscape()
            case 0x9B: readControlSequence()
            case 0x90, 0x98, 0x9D...0x9F: skipString()
            case 0x0D: returns = true
            case 0x09: append(scalar)
            case 0x00..<0x20, 0x7F..<0xA0: break
            default: append(scalar)
            }
        }
        if isColoured {
            text += "\u{1B}[0m"
        }
    }

    private mutating func next() -> Unicode.Scalar? {
        guard index < scalars.count else {
            return nil
        }
        defer { index += 1 }
        return scalars[index]
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if returns {
            text = isColoured ? "\u{1B}[0m" : ""
            isColoured = false
            returns = false
        }
        text.unicodeScalars.append(scalar)
    }

    private mutating func readEscape() {
        guard let scalar = next() else {
            return
        }
        switch scalar {
        case "[": readControlSequence()
        case "]", "P", "X", "^", "_": skipString()
        case "\u{1B}": readEscape()
        default:
            // Intermediate characters, then the final one, which `scalar` may be already.
            var scalar: Unicode.Scalar? = scalar
            while let current = scalar, (0x20...0x2F).contains(current.value) {
                scalar = next()
            }
        }
    }

    /// Reads parameters and the final character, and keeps the sequence when it sets colours.
    private mutating func readControlSequence() {
        let start = index
        while let scalar = next() {
            switch scalar.value {
            case 0x20...0x3F:
                continue
            case 0x40...0x7E:
                if scalar == "m" {
                    keepColour(scalars[start..<index - 1])
                }
            default:
                // A broken sequence: what ended it is read again.
                index -= 1
            }
            return
        }
    }

    private mutating func keepColour(_ parameters: ArraySlice<Unicode.Scalar>) {
        let isColour = parameters.allSatisfy { ("0"..."9").contains($0) || $0 == ";" || $0 == ":" }
        guard keepsColours, isColour else {
            return
        }
        append("\u{1B}")
        append("[")
        parameters.forEach { append($0) }
        append("m")
        isColoured = true
    }

    /// Skips up to BEL or ST; the end of the line ends it, too.
    private mutating func skipString() {
        while let scalar = next() {
            if scalar == "\u{07}" || scalar == "\u{9C}" {
                return
            }
            if scalar == "\u{1B}" {
                if index < scalars.count, scalars[index] == "\\" {
                    index += 1
                }
                return
            }
        }
    }
}
