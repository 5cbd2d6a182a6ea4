import Testing

@testable import ActlocalCommands

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A port over a file without a name, to read again what was written.
final class CapturedPort {
    /// The port to write to.
    let port: OutputPort
    private let file: UnsafeMutablePointer<FILE>

    /// Opens the file.
    init() throws {
        file = try #require(tmpfile())
        port = OutputPort(descriptor: fileno(file))
    }

    /// Opens a file that holds a text, to be read from its start.
    convenience init(holding text: String) throws {
        try self.init()
        port.write(text)
        port.flush()
        rewind(file)
    }

    /// The file's descriptor.
    var descriptor: Int32 { fileno(file) }

    deinit {
        fclose(file)
    }

    /// All that was written.
    func text() -> String {
        port.flush()
        rewind(file)
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF {
            bytes.append(UInt8(truncatingIfNeeded: byte))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
