#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Asks for a secret on a terminal, without showing what is typed.
struct SecretPrompt: Sendable {
    /// The terminal to read from.
    let input: Int32
    /// Where the question is written.
    let console: OutputPort

    /// A prompt for a terminal; nil when `input` is none, for then nobody can answer.
    init?(input: Int32, console: OutputPort) {
        guard isatty(input) == 1 else {
            return nil
        }
        self.input = input
        self.console = console
    }

    /// Asks for a value; nil when the user leaves with Ctrl-C or Ctrl-D.
    func ask(_ name: String) -> String? {
        var before = termios()
        guard tcgetattr(input, &before) == 0 else {
            return nil
        }
        console.write("Value of secret \(name): ")
        console.flush()
        // Without ISIG Ctrl-C arrives as a byte, so that the terminal is always put back in order.
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        tcsetattr(input, TCSAFLUSH, &silent)
        defer {
            tcsetattr(input, TCSAFLUSH, &before)
            console.write("\n")
            console.flush()
        }
        return readLine()
    }

    private func readLine() -> String? {
        var line: [UInt8] = []
        while true {
            guard let byte = readByte() else {
                return nil
            }
            switch byte {
            case 0x0A, 0x0D:
                return String(decoding: line, as: UTF8.self)
            case 0x03, 0x1C:
                return nil
            case 0x04:
                return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
            case 0x08, 0x7F:
                removeLastScalar(of: &line)
            case 0x15:
                line.removeAll()
            default:
                line.append(byte)
            }
        }
    }

    private func readByte() -> UInt8? {
        var byte: UInt8 = 0
        while true {
            let count = read(input, &byte, 1)
            if count == 1 {
                return byte
            }
            guard count < 0, errno == EINTR else {
                return nil
            }
        }
    }

    /// Removes one scalar of UTF-8: its continuation bytes and its first byte.
    private func removeLastScalar(of line: inout [UInt8]) {
        while let last = line.popLast(), last & 0xC0 == 0x80 {}
    }
}
