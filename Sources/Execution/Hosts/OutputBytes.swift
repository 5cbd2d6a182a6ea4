/// The output of a short process, as much of it as is of use.
actor OutputBytes {
    private static let limit = 1 << 20
    /// What it has written so far.
    private(set) var bytes: [UInt8] = []

    /// Takes the next bytes.
    func add(_ more: ArraySlice<UInt8>) { bytes += more.prefix(Self.limit - bytes.count) }
}
