/// A file that is put in its place before a process starts.
///
/// What is there already is replaced; missing directories above it are made for the same owner.
package struct PlacedFile: Equatable, Sendable {
    /// Absolute path as the process sees it.
    package var path: String
    /// Its contents.
    package var contents: [UInt8]
    /// Mode and owner.
    package var attributes: FileAttributes
    /// Whether it is removed when the process has ended and its files were handed back.
    package var isTemporary: Bool

    /// Describes a file; without contents it is empty.
    package init(
        path: String,
        contents: [UInt8] = [],
        _ attributes: FileAttributes,
        isTemporary: Bool = false
    ) {
        self.path = path
        self.contents = contents
        self.attributes = attributes
        self.isTemporary = isTemporary
    }
}

extension PlacedFile: WireValue {
    /// Appends the fields in order.
    func encode(to writer: inout WireWriter) {
        writer.write(path)
        writer.writeBytes(contents)
        writer.write(attributes)
        writer.write(isTemporary)
    }

    /// Takes the fields in order.
    init(from reader: inout WireReader) throws(WireError) {
        path = try reader.read()
        contents = Array(try reader.readBytes())
        attributes = try reader.read()
        isTemporary = try reader.read()
    }
}
