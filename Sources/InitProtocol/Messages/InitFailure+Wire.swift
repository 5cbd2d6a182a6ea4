extension InitFailure: WireValue {
    /// Appends the case, then its texts and numbers.
    func encode(to writer: inout WireWriter) {
        switch self {
        case .programNotFound(let program, let path): writer.write(0, [program, path])
        case .cannotExecute(let program, let error): writer.write(1, [program], error)
        case .interpreterMissing(let program, let interpreter):
            writer.write(2, [program, interpreter])
        case .workingDirectory(let path, let error): writer.write(3, [path], error)
        case .unknownUser(let user): writer.write(4, [user])
        case .cannotSwitchUser(let user, let error): writer.write(5, [user], error)
        case .file(let verb, let path, let error): writer.write(6, [verb, path], error)
        case .tooLarge(let path, let size, let limit):
            writer.write(7, [path])
            writer.write(size)
            writer.write(limit)
        case .archive(let reason): writer.write(8, [reason])
        case .hashFiles(let reason): writer.write(9, [reason])
        case .forward(let address, let error): writer.write(10, [address], error)
        case .refused(let reason): writer.write(11, [reason])
        case .badMessage(let reason): writer.write(12, [reason])
        case .workerDied(let reason): writer.write(13, [reason])
        }
    }

    /// Takes the case, then its texts and numbers.
    init(from reader: inout WireReader) throws(WireError) {
        let kind = try reader.readByte()
        switch kind {
        case 0: self = .programNotFound(try reader.read(), path: try reader.read())
        case 1: self = .cannotExecute(try reader.read(), try reader.read())
        case 2:
            self = .interpreterMissing(program: try reader.read(), interpreter: try reader.read())
        case 3: self = .workingDirectory(try reader.read(), try reader.read())
        case 4: self = .unknownUser(try reader.read())
        case 5: self = .cannotSwitchUser(try reader.read(), try reader.read())
        case 6: self = .file(try reader.read(), path: try reader.read(), try reader.read())
        case 7:
            self = .tooLarge(
                path: try reader.read(),
                size: try reader.read(),
                limit: try reader.read()
            )
        case 8: self = .archive(try reader.read())
        case 9: self = .hashFiles(try reader.read())
        case 10: self = .forward(try reader.read(), try reader.read())
        case 11: self = .refused(try reader.read())
        case 12: self = .badMessage(try reader.read())
        case 13: self = .workerDied(try reader.read())
        default: throw .unknownCase("failure", kind)
        }
    }
}

extension WireWriter {
    fileprivate mutating func write(_ kind: UInt8, _ texts: [String], _ error: SystemError? = nil) {
        write(kind)
        for text in texts { write(text) }
        if let error { write(error) }
    }
}

extension SystemError: WireValue {
    /// Appends number and text.
    func encode(to writer: inout WireWriter) {
        writer.write(code)
        writer.write(text)
    }

    /// Takes number and text.
    init(from reader: inout WireReader) throws(WireError) {
        code = try reader.read()
        text = try reader.read()
    }
}
