package import Diagnostics

/// One node of a document, without what it holds.
///
/// The records of a document stand in one array in the order of the file, each collection before
/// all that is in it: a sequence's items follow it, a mapping's keys and values in turn.
package struct YAMLRecord: Sendable {
    /// The place of the first character.
    package let start: SourcePosition
    /// The place after the last character.
    package internal(set) var end: SourcePosition
    /// A scalar's text as a place in the document's `texts`; a collection's number of items, or of
    /// entries that are not left out.
    package internal(set) var first: UInt32
    /// The bytes of a scalar's text; the records of a collection, itself and all below included.
    package internal(set) var length: UInt32
    /// For a key, a number that keys share which differ in letter case alone; else 0.
    package internal(set) var hash: UInt32
    /// Which form the node has.
    package let form: Form
    /// How a scalar is written.
    package let style: YAMLScalar.Style
    /// What a scalar is read as.
    package let kind: YAMLScalar.Kind
    /// Whether `${{` stands in a scalar's text.
    package let holdsExpression: Bool
    /// Whether the node is a key whose entry does not count; the error is reported.
    package internal(set) var isLeftOut = false

    /// The forms a node has.
    package enum Form: Sendable {
        /// One value.
        case scalar
        /// Items in order.
        case sequence
        /// Keys and values in order.
        case mapping
    }

    /// How many records the node takes, with all that is in it.
    package var size: Int { form == .scalar ? 1 : Int(length) }

    /// The number of a key's text; see `hash`.
    ///
    /// FNV-1a over the bytes without the bit that tells the cases of ASCII letters apart. Outside
    /// ASCII the two cases may differ in length: those keys all share 0.
    package static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for byte in key {
            guard byte < 0x80 else {
                return 0
            }
            hash = (hash ^ UInt32(byte | 0x20)) &* 0x0100_0193
        }
        return hash
    }
}
