#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension FrontEnd {
    /// The most bytes that are read of standard input.
    private static let inputLimit = 16 << 20

    /// All text of standard input; nil when it is a terminal, closed, too long or no text.
    func readInput() -> String? {
        guard input >= 0, isatty(input) == 0 else {
            return nil
        }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= Self.inputLimit {
            let count = read(input, &block, block.count)
            if count > 0 {
                bytes.append(contentsOf: block[..<count])
            } else if count == 0 {
                return String(validating: bytes, as: UTF8.self)
            } else if errno != EINTR {
                return nil
            }
        }
        return nil
    }
}
