/// The workflow command that hides a value, as far as this program knows it.
enum MaskCommand {
    private static let name = Array("add-mask".utf8)

    /// How many bytes it has.
    static var length: Int { name.count }

    /// Whether some output may hold the command; case does not count.
    static func isIn(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= name.count else { return false }
        for start in 0...(bytes.count - name.count) where bytes[start] | 0x20 == name[0] {
            let isName = name.indices.allSatisfy { bytes[start + $0] | 0x20 == name[$0] | 0x20 }
            if isName { return true }
        }
        return false
    }
}
