#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The file that blocks are written to where they will most likely stay.
///
/// The official clients number their blocks and make all but the last of the same size, so that a
/// block's number tells its place. Where that turns out to be wrong, what it holds is copied.
///
/// - Source: Azure's `generateBlockID`, whose ids end in six digits.
struct BlockSheet {
    /// The file, which is made with the first block.
    let path: String
    /// How many blocks are on their way to it.
    private(set) var writers = 0
    private var size: Int?
    private var taken: Set<Int> = []

    /// A sheet without blocks.
    init(path: String) { self.path = path }

    /// Whether no block was given a place yet.
    var isEmpty: Bool { taken.isEmpty }

    /// Where a block of so many bytes goes; nil where that cannot be told, or the place is taken.
    mutating func take(_ id: String, length: Int?) -> Int? {
        guard let length, length > 0, let number = Self.number(id) else { return nil }
        let size = size ?? length
        guard length <= size, taken.insert(number).inserted else { return nil }
        self.size = size
        writers += 1
        return number * size
    }

    /// Notes that a block that was given a place has come, or has failed to.
    mutating func leave() { writers -= 1 }

    /// The number in an id; nil where it has none that a client would give.
    private static func number(_ id: String) -> Int? {
        guard let bytes = Data(base64Encoded: id) else { return nil }
        let digits = bytes.reversed().prefix(6).prefix { (0x30...0x39).contains($0) }
        let number = Int(String(decoding: digits.reversed(), as: UTF8.self))
        return number.flatMap { $0 < 50_000 ? $0 : nil }
    }
}
