import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder of its own for one test, removed with everything in it when the test ends.
final class ScratchFolder {
    /// The folder, absolute and without links.
    let path: String

    /// Makes the folder.
    init() throws {
        var template = Array("/tmp/actlocal-test-XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template))
        let resolved = try #require(realpath(made, nil))
        defer { free(resolved) }
        path = String(cString: resolved)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Makes a folder in it, with all above it.
    @discardableResult
    func folder(_ name: String) throws -> String {
        var whole = path
        for part in name.split(separator: "/") {
            whole += "/\(part)"
            #expect(mkdir(whole, 0o755) == 0 || errno == EEXIST)
        }
        return whole
    }

    /// Writes a file in it.
    @discardableResult
    func file(_ name: String, _ text: String) throws -> String {
        if let slash = name.lastIndex(of: "/") {
            try folder(String(name[..<slash]))
        }
        let whole = "\(path)/\(name)"
        let file = try #require(fopen(whole, "w"))
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
        return whole
    }
}
