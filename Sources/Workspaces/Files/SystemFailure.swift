#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A system call's `errno`, which reads as the system's own words.
package struct SystemFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The value of `errno`.
    package let code: Int32

    /// The failure that `errno` names by this number.
    package init(code: Int32) { self.code = code }

    /// The failure of the system call that was just made.
    static var current: SystemFailure { SystemFailure(code: errno) }

    /// Such as `permission denied`, with `strerror_r(3)`.
    package var description: String {
        var text = [CChar](repeating: 0, count: 256)
        guard strerror_r(code, &text, text.count) == 0 else { return "error \(code)" }
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let message = String(decoding: bytes, as: UTF8.self)
        return message.prefix(1).lowercased() + message.dropFirst()
    }
}
