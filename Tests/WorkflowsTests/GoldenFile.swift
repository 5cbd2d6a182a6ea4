import Foundation
import Testing

/// A file that holds what a test expects, and is written anew with `RECORD_GOLDENS=1`.
struct GoldenFile {
    /// Where it is.
    let place: URL

    private static let isRecording =
        ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1"

    /// Fails when the file holds anything else; recording fails, too, so that it never passes.
    func expect(_ rendered: String) throws {
        if Self.isRecording {
            try rendered.write(to: place, atomically: true, encoding: .utf8)
            Issue.record("recorded \(place.lastPathComponent)")
            return
        }
        let expected = try String(contentsOf: place, encoding: .utf8)
        #expect(rendered == expected)
    }
}
