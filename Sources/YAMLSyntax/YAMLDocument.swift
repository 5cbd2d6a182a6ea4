package import Diagnostics

/// The one document of a file: its nodes as flat records, and the texts of its scalars.
///
/// Large workflows have a hundred thousand nodes; a tree of them takes longer to make, and to free,
/// than libyaml takes for the file.
package final class YAMLDocument: Sendable {
    /// The nodes in the order of the file, the root first.
    ///
    /// Anchors are resolved: where an alias stood, there are the records of its node.
    package let records: [YAMLRecord]
    /// The texts of all scalars, one after the other.
    package let texts: [UInt8]
    /// The file's path.
    package let path: SourcePath

    /// Takes what was read.
    init(_ list: RecordList, path: String) {
        records = list.records
        texts = list.texts
        self.path = SourcePath(path)
    }

    /// The root.
    package var root: YAMLNode { YAMLNode(self, at: 0) }

    /// Where a node stands.
    package func span(at index: Int) -> SourceSpan {
        SourceSpan(path: path, start: records[index].start, end: records[index].end)
    }

    /// The text of a scalar.
    package func text(at index: Int) -> String {
        withText(at: index) { String(decoding: $0, as: UTF8.self) }
    }

    /// Hands over the bytes of a scalar's text, which are valid until `body` returns.
    @inline(__always)
    package func withText<Result>(
        at index: Int,
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let first = Int(records[index].first)
        let range = first..<first + Int(records[index].length)
        return texts.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// The scalar at an index, in full.
    package func scalar(at index: Int) -> YAMLScalar {
        YAMLScalar(
            text: text(at: index),
            style: records[index].style,
            kind: records[index].kind
        )
    }
}
