import Diagnostics
import Foundation
import Testing
import Workflows

/// A workflow, action or configuration file and, beside it, every diagnostic it gives, as text.
///
/// `RECORD_GOLDENS=1` writes the expected files anew and fails, so that recording is never a pass.
struct Golden: Sendable, CustomTestStringConvertible {
    /// The file's name.
    let name: String

    var testDescription: String { name }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Goldens")

    /// Every golden, by name.
    static let all: [Golden] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".yml") }.sorted().map(Golden.init)
    }()

    /// Where the expected diagnostics are.
    var expectedFile: URL {
        Self.folder.appendingPathComponent(name.dropLast(4) + ".diagnostics.txt")
    }

    /// The diagnostics as they are now.
    func rendered() throws -> String {
        let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
        let file = SourceFile(path: name, text: text)
        let diagnostics: [Diagnostic]
        if name.hasPrefix("action-") {
            diagnostics = ActionManifestParser.parse(file).diagnostics
        } else if name.hasPrefix("dependabot-") {
            diagnostics = DependabotParser.diagnostics(file)
        } else if name.hasPrefix("configuration-") {
            diagnostics = ProjectConfigurationParser.parse(file).diagnostics
        } else {
            diagnostics = WorkflowParser.parse(file).diagnostics
        }
        return DiagnosticRenderer.text(diagnostics, files: [file])
    }
}

@Suite("golden diagnostics")
struct GoldenTests {
    @Test("a file gives exactly the diagnostics beside it", arguments: Golden.all)
    func diagnostics(_ golden: Golden) throws {
        try GoldenFile(place: golden.expectedFile).expect(golden.rendered())
    }

    @Test("there are goldens")
    func present() {
        #expect(Golden.all.count > 10)
    }
}
