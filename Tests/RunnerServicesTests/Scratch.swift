#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What tests do with folders of their own.
enum Scratch {
    /// Removes a folder.
    static func remove(_ folder: String) throws {
        try FileManager.default.removeItem(atPath: folder)
    }
}
