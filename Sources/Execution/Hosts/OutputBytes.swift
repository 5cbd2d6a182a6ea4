/// The output of a short process, as much of it as is of use.
actor OutputBytes {
    private let limit: Int
    /// What it has written so far.
    private(set) var bytes: [UInt8] = []
    /// Whether it has written more than is kept.
    private(set) var isCut = false

    /// Keeps so many bytes.
    init(limit: Int = 1 << 20) {
        self.limit = limit
    }

    /// Takes the next bytes.
    func add(_ more: ArraySlice<UInt8>) {
        let room = limit - bytes.count
        if more.count > room { isCut = true }
        bytes += more.prefix(room)
    }
}
