/// Splits one string into arguments as .NET's `Process` does it on Unix.
///
/// Blanks and tabs separate; double quotes group, doubled inside a group they stand for one;
/// backslashes are special before a double quote only. Single quotes and `$` mean nothing.
package enum CommandLineArguments {
    /// The arguments.
    package static func split(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var arguments: [String] = []
        var index = 0
        while true {
            while index < bytes.count, isSeparator(bytes[index]) {
                index += 1
            }
            guard index < bytes.count else { return arguments }
            arguments.append(next(bytes, &index))
        }
    }

    private static func next(_ bytes: [UInt8], _ index: inout Int) -> String {
        var argument: [UInt8] = []
        var isQuoted = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == backslash {
                takeBackslashes(bytes, &index, into: &argument)
            } else if byte == quote {
                if isQuoted, index + 1 < bytes.count, bytes[index + 1] == quote {
                    argument.append(quote)
                    index += 1
                } else {
                    isQuoted.toggle()
                }
                index += 1
            } else if isSeparator(byte), !isQuoted {
                break
            } else {
                argument.append(byte)
                index += 1
            }
        }
        return String(decoding: argument, as: UTF8.self)
    }

    private static func takeBackslashes(
        _ bytes: [UInt8],
        _ index: inout Int,
        into argument: inout [UInt8]
    ) {
        var count = 0
        while index < bytes.count, bytes[index] == backslash {
            count += 1
            index += 1
        }
        guard index < bytes.count, bytes[index] == quote else {
            argument += repeatElement(backslash, count: count)
            return
        }
        argument += repeatElement(backslash, count: count / 2)
        if count % 2 == 1 {
            argument.append(quote)
            index += 1
        }
    }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09
    }
}
