/// A workflow command as a step wrote it: `::name key=value::data` or `##[name key=value]data`.
///
/// - Source: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>;
///   actions/runner `ActionCommand`.
package struct WorkflowCommand: Sendable, Hashable {
    /// The name as written.
    package let name: String
    /// The properties by key in lower case; the last of several wins.
    package let properties: [String: String]
    /// The data, unescaped.
    package let data: String

    /// A property that is set and not empty.
    package func property(_ key: String) -> String? {
        properties[key.lowercasedASCII].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Reads a line.
    ///
    /// - Parameters:
    ///   - line: The raw line without its end.
    ///   - names: The registered names in lower case.
    /// - Returns: nil when the line is ordinary output.
    package static func parse(_ line: String, names: Set<String>) -> WorkflowCommand? {
        parseCurrent(line, names) ?? parseBracketed(line, names)
    }

    /// `::name key=value,key=value::data` at the start of the line.
    private static func parseCurrent(_ line: String, _ names: Set<String>) -> WorkflowCommand? {
        let scalars = line.unicodeScalars.drop { $0.properties.isWhitespace }
        let bytes = Array(String(scalars).utf8)
        guard bytes.starts(with: separator) else { return nil }
        guard let end = index(of: separator, in: bytes, from: separator.count) else { return nil }
        let header = Header(bytes[separator.count..<end])
        guard names.contains(header.name.lowercasedASCII) else { return nil }
        return WorkflowCommand(
            name: header.name,
            properties: properties(
                header.properties.trimmingWhitespace(),
                separatedBy: UInt8(ascii: ","),
                EscapeSet.currentProperty
            ),
            data: EscapeSet.currentData.unescape(bytes[(end + separator.count)...])
        )
    }

    /// `##[name key=value;key=value]data` anywhere in the line.
    private static func parseBracketed(_ line: String, _ names: Set<String>) -> WorkflowCommand? {
        let bytes = Array(line.utf8)
        guard let start = index(of: prefix, in: bytes, from: 0),
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "]"))
        else { return nil }
        let header = Header(bytes[(start + prefix.count)..<end])
        guard names.contains(header.name.lowercasedASCII) else { return nil }
        return WorkflowCommand(
            name: header.name,
            properties: properties(
                header.properties,
                separatedBy: UInt8(ascii: ";"),
                EscapeSet.bracketed
            ),
            data: EscapeSet.bracketed.unescape(bytes[(end + 1)...])
        )
    }

    private static let separator = Array("::".utf8)
    private static let prefix = Array("##[".utf8)

    private struct Header {
        let name: String
        let properties: String

        init(_ bytes: ArraySlice<UInt8>) {
            let space = bytes.firstIndex(of: UInt8(ascii: " ")) ?? bytes.endIndex
            name = String(decoding: bytes[..<space], as: UTF8.self)
            properties = String(decoding: bytes[space...].dropFirst(), as: UTF8.self)
        }
    }

    private static func index(of pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard start + pattern.count <= bytes.count else { return nil }
        return (start...bytes.count - pattern.count).first {
            bytes[$0...].starts(with: pattern)
        }
    }

    private static func properties(
        _ text: String,
        separatedBy separator: UInt8,
        _ escapes: EscapeSet
    ) -> [String: String] {
        var properties: [String: String] = [:]
        for pair in Array(text.utf8).split(separator: separator) {
            // .NET drops empty parts of a pair, so `=` at its start and doubled ones vanish.
            let pair = pair.drop { $0 == .equalsSign }
            guard let equals = pair.firstIndex(of: .equalsSign) else { continue }
            let value = pair[equals...].drop { $0 == .equalsSign }
            guard !value.isEmpty else { continue }
            let key = String(decoding: pair[..<equals], as: UTF8.self)
            properties[key.lowercasedASCII] = escapes.unescape(value)
        }
        return properties
    }
}
