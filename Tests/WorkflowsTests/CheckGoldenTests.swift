import Diagnostics
import Foundation
import Testing
import Workflows

/// A workflow or action in the folder of a rule and, beside it, everything found in it, as text.
///
/// A folder `disk` beside it stands for the repository's files, `known.txt` for the names of
/// secrets (first line) and variables (second line) that a run would have.
/// `RECORD_GOLDENS=1` writes the expected files anew and fails, so that recording is never a pass.
struct CheckGolden: Sendable, CustomTestStringConvertible {
    /// The rule's folder and the file's name, such as `shell/names.yml`.
    let name: String

    var testDescription: String { name }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Goldens/checks")

    /// Every golden, by name.
    static let all: [CheckGolden] = names(in: folder).flatMap { rule in
        names(in: folder.appendingPathComponent(rule)).filter { $0.hasSuffix(".yml") }
            .map { CheckGolden(name: "\(rule)/\($0)") }
    }

    private static func names(in folder: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    private var file: URL { Self.folder.appendingPathComponent(name) }

    /// Where the expected findings are.
    var expectedFile: URL {
        file.deletingPathExtension().appendingPathExtension("diagnostics.txt")
    }

    /// The findings as they are now, those of the parser among them.
    func rendered() throws -> String {
        let text = try String(contentsOf: file, encoding: .utf8)
        let source = SourceFile(path: file.lastPathComponent, text: text)
        var found: [Diagnostic]
        if source.path.hasPrefix("action-") {
            let (manifest, problems) = ActionManifestParser.parse(source)
            found = problems
            if let manifest {
                found += WorkflowChecks.findings(
                    in: manifest,
                    of: source,
                    surroundings: surroundings
                )
            }
        } else {
            let (workflow, problems) = WorkflowParser.parse(source)
            found = problems
            if let workflow {
                found += WorkflowChecks.findings(
                    in: workflow,
                    of: source,
                    surroundings: surroundings
                )
            }
        }
        return DiagnosticRenderer.text(found.inOrderOfPlace, files: [source])
    }

    private var surroundings: CheckSurroundings {
        var surroundings = CheckSurroundings()
        let rule = file.deletingLastPathComponent()
        let known = try? String(
            contentsOf: rule.appendingPathComponent("known.txt"),
            encoding: .utf8
        )
        if let lines = known?.split(separator: "\n") {
            surroundings.secrets = lines[0].split(separator: " ").map(String.init)
            surroundings.variables = lines[1].split(separator: " ").map(String.init)
        }
        let disk = rule.appendingPathComponent("disk")
        guard FileManager.default.fileExists(atPath: disk.path) else {
            return surroundings
        }
        surroundings.action = { Self.action($0, on: disk) }
        surroundings.calledWorkflow = { Self.workflow($0, on: disk) }
        return surroundings
    }

    private static func action(
        _ reference: ActionReference,
        on disk: URL
    ) -> CheckSurroundings.ActionLookup {
        let path: String
        switch reference {
        case .local(let written), .sameRepository(let written): path = written
        case .repository, .docker: return .notKnown
        }
        let folder = disk.appendingPathComponent(path).standardized
        guard FileManager.default.fileExists(atPath: folder.path) else {
            return .noFolder
        }
        let file = folder.appendingPathComponent("action.yml")
        guard let text = try? String(contentsOf: file, encoding: .utf8),
            let manifest = ActionManifestParser.parse(SourceFile(path: path, text: text)).manifest
        else {
            return .noManifest
        }
        return .manifest(manifest)
    }

    private static func workflow(
        _ reference: WorkflowReference,
        on disk: URL
    ) -> CheckSurroundings.WorkflowLookup {
        guard case .local(let path, _) = reference else {
            return .notKnown
        }
        let file = disk.appendingPathComponent(path)
        guard let text = try? String(contentsOf: file, encoding: .utf8),
            let workflow = WorkflowParser.parse(SourceFile(path: path, text: text)).workflow
        else {
            return .noFile
        }
        return .workflow(workflow)
    }
}

@Suite("golden findings of checks")
struct CheckGoldenTests {
    @Test("a file gives exactly the findings beside it", arguments: CheckGolden.all)
    func findings(_ golden: CheckGolden) throws {
        try GoldenFile(place: golden.expectedFile).expect(golden.rendered())
    }

    @Test("there are goldens")
    func present() {
        #expect(CheckGolden.all.count > 2)
    }
}
