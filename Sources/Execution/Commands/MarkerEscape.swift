/// Defuses `##[start-action` and `##[end-action`, which only the runner may write.
enum MarkerEscape {
    private static let markers = ["##[start-action", "##[end-action"]

    /// Puts a backslash behind `##[` in each marker.
    static func escape(_ line: String) -> String {
        guard line.utf8.contains(0x5B) else { return line }
        let bytes = Array(line.utf8)
        var result: [UInt8] = []
        for index in bytes.indices {
            if bytes[index] == 0x5B, isMarker(bytes, bracket: index) {
                result += [0x5B, 0x5C]
            } else {
                result.append(bytes[index])
            }
        }
        return result.count == bytes.count ? line : String(decoding: result, as: UTF8.self)
    }

    private static func isMarker(_ bytes: [UInt8], bracket: Int) -> Bool {
        guard bracket >= 2 else { return false }
        return markers.contains { bytes[(bracket - 2)...].starts(with: $0.utf8) }
    }
}
