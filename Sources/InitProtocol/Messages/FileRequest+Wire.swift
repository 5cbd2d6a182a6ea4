extension FileRequest: WireValue {
    /// Appends the case and its fields.
    func encode(to writer: inout WireWriter) {
        switch self {
        case .write(let path, let contents, let attributes):
            writer.write(UInt8(0))
            writer.write(path)
            writer.write(attributes)
            writer.writeBytes(contents)
        case .read(let path, let offset, let limit):
            writer.write(UInt8(1))
            writer.write(path)
            writer.write(offset)
            writer.write(limit)
        case .makeDirectory(let path, let attributes):
            writer.write(UInt8(2))
            writer.write(path)
            writer.write(attributes)
        case .remove(let path):
            writer.write(UInt8(3))
            writer.write(path)
        case .install(let source, let destination):
            writer.write(UInt8(4))
            writer.write(source)
            writer.write(destination)
        case .changeOwner(let path, let owner, let recursive):
            writer.write(UInt8(5))
            writer.write(path)
            writer.write(owner)
            writer.write(recursive)
        case .list(let path):
            writer.write(UInt8(6))
            writer.write(path)
        case .status(let path, let followsLinks):
            writer.write(UInt8(7))
            writer.write(path)
            writer.write(followsLinks)
        }
    }

    /// Takes the case and its fields.
    init(from reader: inout WireReader) throws(WireError) {
        let kind = try reader.readByte()
        let path = try reader.read(String.self)
        switch kind {
        case 0:
            let attributes = try reader.read(FileAttributes.self)
            self = .write(path: path, contents: Array(try reader.readBytes()), attributes)
        case 1: self = .read(path: path, offset: try reader.read(), limit: try reader.read())
        case 2: self = .makeDirectory(path: path, try reader.read())
        case 3: self = .remove(path: path)
        case 4: self = .install(from: path, to: try reader.read())
        case 5:
            let owner = try reader.read(String.self)
            self = .changeOwner(path: path, owner: owner, recursive: try reader.read())
        case 6: self = .list(path: path)
        case 7: self = .status(path: path, followsLinks: try reader.read())
        default: throw .unknownCase("file request", kind)
        }
    }
}

extension FileAttributes: WireValue {
    /// Appends mode and owner.
    func encode(to writer: inout WireWriter) {
        writer.write(mode)
        writer.write(owner)
    }

    /// Takes mode and owner.
    init(from reader: inout WireReader) throws(WireError) {
        mode = try reader.read()
        owner = try reader.read()
    }
}

extension FileEntry: WireValue {
    /// Appends the fields in order.
    func encode(to writer: inout WireWriter) {
        writer.write(name)
        writer.write(kind.rawValue)
        writer.write(mode)
        writer.write(size)
        writer.write(userID)
        writer.write(groupID)
        writer.write(modified)
    }

    /// Takes the fields in order.
    init(from reader: inout WireReader) throws(WireError) {
        name = try reader.read()
        let value = try reader.readByte()
        guard let kind = Kind(rawValue: value) else { throw .unknownCase("file kind", value) }
        self.kind = kind
        mode = try reader.read()
        size = try reader.read()
        userID = try reader.read()
        groupID = try reader.read()
        modified = try reader.read()
    }
}

extension FileContents: WireValue {
    /// Appends the size, then the bytes.
    func encode(to writer: inout WireWriter) {
        writer.write(size)
        writer.writeBytes(bytes)
    }

    /// Takes the size, then the bytes.
    init(from reader: inout WireReader) throws(WireError) {
        size = try reader.read()
        bytes = try reader.readBytes()
    }
}
