import Testing

@testable import Archives

@Suite("libarchive on first use")
struct ArchiveLibraryTests {
    @Test("a machine without the library is told what to install")
    func missing() throws {
        let error = try #require(throws: ArchiveError.self) {
            _ = try ArchiveLibrary(["libarchive-of-nobody.so.1"])
        }
        #expect(error.description.contains("libarchive-of-nobody.so.1"), "\(error)")
        #expect(error.description.hasSuffix("install it with `apt-get install libarchive13`"))
    }

    @Test("another library under the name is refused, with the function it lacks")
    func foreign() {
        let reason = "it has no `archive_read_new`"
        #expect(throws: ArchiveError.noLibrary(reason: reason)) {
            _ = try ArchiveLibrary(["libarchive-of-nobody.so.1", "libc.so.6"])
        }
    }
}
