/// The machine's present start; numbers of processes mean nothing beyond it.
package enum MachineBoot {
    /// Its id, as Linux tells it.
    package static let id: String = {
        let bytes = SmallFile.read("/proc/sys/kernel/random/boot_id") ?? []
        return String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
    }()
}
