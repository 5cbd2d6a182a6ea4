/// The compiled tables of a `MaskAutomaton`.
struct MaskTables: Sendable {
    /// Marks a table entry at whose state something ends.
    static let acceptFlag: Int32 = .min

    /// The column of each byte; column 0 is of the bytes in no needle.
    var classes = [UInt8](repeating: 0, count: 256)
    /// How many columns a row has.
    var width = 1
    /// Rows of next states, each a row's offset, flagged where something ends.
    var table: [Int32] = []
    /// Per state, the length of the longest whole needle that ends there.
    var longest: [Int32] = []
    /// Per state, how many of the bytes that lead to it begin a needle that is not over yet.
    var openDepths: [Int32] = []
    /// Per state, the long needles whose prefix leads to it.
    var prefixes: [Int: [Int]] = [:]
    /// One bit for each pair of bytes that begins a needle.
    var firstPairs = [UInt64](repeating: 0, count: 1024)

    /// Whether there is nothing to find.
    var isEmpty: Bool { table.count <= width }

    /// How many of the last bytes begin a needle that more bytes may complete.
    func openDepth(of state: Int) -> Int {
        Int(openDepths[state / width])
    }

    /// The length of the longest whole needle that ends where the state is reached; 0 for none.
    func longestEnding(at state: Int) -> Int {
        Int(longest[state / width])
    }

    /// The long needles whose prefix ends where the state is reached.
    func prefixes(endingAt state: Int) -> [Int] {
        prefixes[state / width] ?? []
    }

    /// Runs over the bytes, reports each accepting state with the position after it, and returns
    /// the state at the end.
    func walk(
        _ bytes: UnsafeBufferPointer<UInt8>,
        onAccept: (_ state: Int, _ end: Int) -> Void
    ) -> Int {
        table.withUnsafeBufferPointer { table in
            classes.withUnsafeBufferPointer { classes in
                firstPairs.withUnsafeBufferPointer { pairs in
                    Self.walk(bytes, table, classes, pairs, onAccept)
                }
            }
        }
    }

    private static func walk(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ table: UnsafeBufferPointer<Int32>,
        _ classes: UnsafeBufferPointer<UInt8>,
        _ pairs: UnsafeBufferPointer<UInt64>,
        _ onAccept: (_ state: Int, _ end: Int) -> Void
    ) -> Int {
        let count = bytes.count
        var state = 0
        var index = 0
        while index < count {
            if state == 0 {
                index = skip(bytes, from: index, pairs)
            }
            let entry = table[state &+ Int(classes[Int(bytes[index])])]
            index &+= 1
            if entry < 0 {
                state = Int(entry ^ acceptFlag)
                onAccept(state, index)
            } else {
                state = Int(entry)
            }
        }
        return state
    }

    /// The next position where a needle may begin; at most the last byte, which has no pair.
    @inline(__always)
    private static func skip(
        _ bytes: UnsafeBufferPointer<UInt8>,
        from start: Int,
        _ pairs: UnsafeBufferPointer<UInt64>
    ) -> Int {
        var index = start
        let last = bytes.count &- 1
        // Four at a time: their loads do not wait for one another, and one branch is for all.
        while index &+ 4 <= last {
            let first = mark(bytes, index, pairs) | mark(bytes, index &+ 1, pairs)
            let second = mark(bytes, index &+ 2, pairs) | mark(bytes, index &+ 3, pairs)
            guard (first | second) & 1 == 0 else { break }
            index &+= 4
        }
        while index < last, mark(bytes, index, pairs) & 1 == 0 { index &+= 1 }
        return index
    }

    /// A word whose lowest bit is set where the two bytes at an index begin a needle.
    @inline(__always)
    private static func mark(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ index: Int,
        _ pairs: UnsafeBufferPointer<UInt64>
    ) -> UInt64 {
        let pair = Int(bytes[index]) &<< 8 | Int(bytes[index &+ 1])
        return pairs[pair &>> 6] &>> UInt64(truncatingIfNeeded: pair & 63)
    }
}
