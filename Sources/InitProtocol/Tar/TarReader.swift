/// Reads a tar archive that comes in parts: ustar, with pax and GNU headers for long names.
package struct TarReader: Sendable {
    /// What an archive holds, in order.
    package enum Item: Equatable, Sendable {
        /// An entry begins; the bytes of a file follow as ``contents(_:)``.
        case entry(TarEntry)
        /// Some of the contents of the file that began last.
        case contents(ArraySlice<UInt8>)
        /// The file that began last is complete.
        case endOfFile
    }

    private enum State {
        case header
        case contents(remaining: UInt64, padding: Int)
        case skipping(UInt64)
        case end
    }

    private var buffer: [UInt8] = []
    private var position = 0
    private var state = State.header
    private var attributes = TarAttributes()

    /// The largest header for names or attributes that is read.
    private static let longHeaderLimit: UInt64 = 1 << 20

    /// Starts before an archive.
    package init() {}

    /// Takes the next bytes of the archive; those after its end are ignored.
    package mutating func append(_ bytes: [UInt8]) {
        if case .end = state { return }
        if position == buffer.count {
            buffer = bytes
        } else {
            buffer.removeFirst(position)
            buffer.append(contentsOf: bytes)
        }
        position = 0
    }

    /// The next item, or nil until more bytes come.
    package mutating func next() throws(TarError) -> Item? {
        while true {
            switch state {
            case .end:
                return nil
            case .skipping(let count):
                let step = min(UInt64(buffer.count - position), count)
                position += Int(step)
                guard step == count else {
                    state = .skipping(count - step)
                    return nil
                }
                state = .header
            case .contents(let remaining, let padding):
                return nextContents(remaining, padding)
            case .header:
                switch try nextHeader() {
                case .needsMore: return nil
                case .understood: continue
                case .item(let item): return item
                }
            }
        }
    }

    /// Checks that the archive did not stop inside an entry.
    package func finish() throws(TarError) {
        switch state {
        case .end: return
        case .header where position == buffer.count && attributes.isEmpty: return
        default: throw .truncated
        }
    }

    private mutating func nextContents(_ remaining: UInt64, _ padding: Int) -> Item? {
        guard remaining > 0 else {
            state = .skipping(UInt64(padding))
            return .endOfFile
        }
        let available = UInt64(buffer.count - position)
        guard available > 0 else { return nil }
        let count = min(available, remaining)
        let part = buffer[position..<position + Int(count)]
        position += Int(count)
        state = .contents(remaining: remaining - count, padding: padding)
        return .contents(part)
    }

    private enum HeaderResult {
        case needsMore
        case understood
        case item(Item)
    }

    private mutating func nextHeader() throws(TarError) -> HeaderResult {
        guard buffer.count - position >= TarEntry.blockSize else { return .needsMore }
        let block = TarBlock(buffer[position..<position + TarEntry.blockSize])
        if block.isEmpty {
            position = buffer.count
            state = .end
            return .needsMore
        }
        let header = try block.entry()
        switch block.type {
        case UInt8(ascii: "x"), UInt8(ascii: "g"), UInt8(ascii: "L"), UInt8(ascii: "K"):
            return try readAttributes(block.type, size: header.size)
        default:
            break
        }
        position += TarEntry.blockSize
        let entry = try attributes.apply(to: header)
        attributes = TarAttributes()
        if case .file = entry.kind {
            state = .contents(remaining: entry.size, padding: entry.paddingCount)
        } else {
            // Links may carry a size without contents; what is not a file has none we want.
            let hasContents: Bool
            if case .other = entry.kind { hasContents = true } else { hasContents = false }
            state = .skipping(hasContents ? entry.size + UInt64(entry.paddingCount) : 0)
        }
        return .item(.entry(entry))
    }

    private mutating func readAttributes(
        _ type: UInt8,
        size: UInt64
    ) throws(TarError) -> HeaderResult {
        guard size <= TarReader.longHeaderLimit else { throw .longHeader(size) }
        let padded = (Int(size) + 511) / 512 * 512
        guard buffer.count - position >= TarEntry.blockSize + padded else { return .needsMore }
        let start = position + TarEntry.blockSize
        let bytes = buffer[start..<start + Int(size)]
        position = start + padded
        switch type {
        case UInt8(ascii: "x"): try attributes.readRecords(bytes)
        case UInt8(ascii: "L"): attributes.path = TarBlock.text(bytes)
        case UInt8(ascii: "K"): attributes.linkTarget = TarBlock.text(bytes)
        default: break  // Attributes for the whole archive name no entry.
        }
        return .understood
    }
}
