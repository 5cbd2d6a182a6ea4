/// How a program ended.
package enum ProgramEnd: Sendable, Hashable {
    /// It returned this code.
    case exited(Int32)
    /// This signal ended it.
    case signalled(Int32)

    /// Whether it returned 0.
    package var isSuccess: Bool { self == .exited(0) }

    /// The code as a shell reports it: 128 + the signal's number when a signal ended the program.
    package var code: Int32 {
        switch self {
        case .exited(let code): code
        case .signalled(let signal): 128 + signal
        }
    }
}

/// A program that ran to its end, whatever it returned.
package struct ProcessOutcome: Sendable, Hashable {
    /// How it ended.
    package let status: ProgramEnd
    /// What it wrote to standard output; empty when that was streamed.
    package let standardOutput: [UInt8]
    /// What it wrote to standard error; empty when that was merged into standard output.
    package let standardError: [UInt8]

    /// Standard output as text; bytes that are not UTF-8 become U+FFFD.
    package var outputText: String { String(decoding: standardOutput, as: UTF8.self) }

    /// Standard error as text without the white space around it.
    package var errorText: String {
        var bytes = standardError[...]
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
