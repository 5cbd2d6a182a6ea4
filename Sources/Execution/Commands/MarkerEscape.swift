/// Defuses `##[start-action` and `##[end-action`, which only the runner may write.
enum MarkerEscape {
    private static let markers = ["##[start-action", "##[end-action"].map { Array($0.utf8) }
    private static let bracket = UInt8(ascii: "[")

    /// Puts a backslash behind `##[` in each marker.
    static func escape(_ line: String) -> String {
        guard line.utf8.contains(bracket) else { return line }
        let bytes = Array(line.utf8)[...]
        let escaped = escape(bytes)
        return escaped.count == bytes.count ? line : String(decoding: escaped, as: UTF8.self)
    }

    /// Puts a backslash behind `##[` in each marker; the slice itself when there is none.
    static func escape(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let brackets = bytes.indices.filter { bytes[$0] == bracket && isMarker(bytes, bracket: $0) }
        guard !brackets.isEmpty else { return bytes }
        var result: [UInt8] = []
        var start = bytes.startIndex
        for position in brackets {
            result += bytes[start...position]
            result.append(UInt8(ascii: "\\"))
            start = position + 1
        }
        return (result + bytes[start...])[...]
    }

    private static func isMarker(_ bytes: ArraySlice<UInt8>, bracket: Int) -> Bool {
        guard bracket >= bytes.startIndex + 2 else { return false }
        return markers.contains { bytes[(bracket - 2)...].starts(with: $0) }
    }
}
