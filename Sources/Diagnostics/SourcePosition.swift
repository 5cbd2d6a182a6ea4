/// A place in a source file.
///
/// Lines and columns are 1-based; a column counts Unicode scalars, as libyaml does; the offset
/// counts UTF-8 bytes from the start of the file. Each is kept in 32 bits: a file is far below 4
/// GiB.
package struct SourcePosition: Sendable, Hashable, Comparable {
    private let storedLine: UInt32
    private let storedColumn: UInt32
    private let storedOffset: UInt32

    /// The 1-based line.
    package var line: Int { Int(storedLine) }
    /// The 1-based column, in Unicode scalars.
    package var column: Int { Int(storedColumn) }
    /// The number of UTF-8 bytes before this place.
    package var offset: Int { Int(storedOffset) }

    /// The first place of every file.
    package static let start = SourcePosition(line: 1, column: 1, offset: 0)

    /// Makes a position from its three counts; values outside 32 bits are clamped.
    package init(line: Int, column: Int, offset: Int) {
        // Large workflows have a million positions, of which none is out of bounds.
        guard UInt(bitPattern: line | column | offset) <= UInt32.max else {
            storedLine = UInt32(clamping: line)
            storedColumn = UInt32(clamping: column)
            storedOffset = UInt32(clamping: offset)
            return
        }
        storedLine = UInt32(truncatingIfNeeded: line)
        storedColumn = UInt32(truncatingIfNeeded: column)
        storedOffset = UInt32(truncatingIfNeeded: offset)
    }

    /// Orders positions of one file by where they stand in it.
    package static func < (lhs: SourcePosition, rhs: SourcePosition) -> Bool {
        (lhs.storedLine, lhs.storedColumn) < (rhs.storedLine, rhs.storedColumn)
    }
}

extension SourcePosition: Codable {
    private enum CodingKeys: String, CodingKey {
        case line, column, offset
    }

    /// Reads `{"line": 1, "column": 1, "offset": 0}`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            line: try container.decode(Int.self, forKey: .line),
            column: try container.decode(Int.self, forKey: .column),
            offset: try container.decode(Int.self, forKey: .offset)
        )
    }

    /// Writes `{"line": 1, "column": 1, "offset": 0}`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(line, forKey: .line)
        try container.encode(column, forKey: .column)
        try container.encode(offset, forKey: .offset)
    }
}
