import Diagnostics
import Foundation
import Testing
import YAMLSyntax

@testable import Workflows

/// One of GitHub's own cases: a workflow file and what GitHub's parsers make of it.
///
/// Shape: parts between lines of `---`: options, the workflow, pairs of a called file's name and
/// content, and the expected JSON.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
    /// The file's name without its ending.
    let name: String
    /// The options, as text.
    let options: String
    /// The workflow.
    let workflow: String
    /// The files it calls, by reference.
    let calledFiles: [(name: String, text: String)]
    /// The expected JSON.
    let expected: String

    var testDescription: String { name }

    /// Where the cases are: `ACTLOCAL_CONFORMANCE`, else beside the project.
    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["ACTLOCAL_CONFORMANCE"] {
            return URL(fileURLWithPath: path)
        }
        return URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../shared/conformance").standardizedFileURL
    }()

    /// Whether the cases are on this machine.
    static var isPresent: Bool { !all.isEmpty }

    /// Every case, by name.
    static let all: [ConformanceCase] = {
        let workflows = folder.appendingPathComponent("workflows")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: workflows.path)) ?? []
        return names.sorted().compactMap { name in
            (try? String(contentsOf: workflows.appendingPathComponent(name), encoding: .utf8))
                .flatMap { ConformanceCase(name: String(name.dropLast(4)), text: $0) }
        }
    }()

    private init?(name: String, text: String) {
        var parts: [String] = [""]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("---"), line.dropFirst(3).allSatisfy({ $0 == " " || $0 == "\r" }) {
                parts.append("")
            } else {
                parts[parts.count - 1] += line + "\n"
            }
        }
        guard parts.count >= 3, let expected = parts.last else {
            return nil
        }
        self.name = name
        options = parts[0]
        // The line break before a separator belongs to the separator.
        workflow = String(parts[1].dropLast())
        self.expected = expected
        var files: [(String, String)] = []
        for index in stride(from: 2, to: parts.count - 2, by: 2) {
            let name = parts[index].trimmingCharacters(in: .whitespacesAndNewlines)
            files.append((name, parts[index + 1]))
        }
        calledFiles = files
    }

    /// The path GitHub shows for the workflow.
    var path: String { ".github/workflows/\(name).yml" }

    /// The messages expected, when the case is about errors.
    var expectedErrors: [String]? {
        let json = try? JSONSerialization.jsonObject(with: Data(expected.utf8)) as? [String: Any]
        let errors = json?["errors"] as? [[String: Any]]
        return errors?.compactMap { $0["Message"] as? String }
    }

    /// The limits the options set.
    var limits: YAMLParser.Limits {
        var limits = YAMLParser.Limits()
        // GitHub's server switches anchors on; its cases keep to the parser's default.
        limits.allowsAnchors = false
        if let depth = number("max-depth") {
            limits.depth = depth
        }
        if let characters = number("max-file-size") {
            limits.characters = characters
        }
        return limits
    }

    private func number(_ option: String) -> Int? {
        for line in options.split(separator: "\n") where line.hasPrefix("\(option):") {
            let digits = line.drop { !$0.isNumber }.prefix(while: \.isNumber)
            return Int(digits)
        }
        return nil
    }

    /// How far calls may go.
    private var callLimits: CallLimits {
        var limits = CallLimits()
        if let depth = number("max-nested-reusable-workflows-depth") {
            limits.depth = depth
        }
        limits.jobs = number("max-job-limit")
        return limits
    }

    /// What the repository grants.
    private var policy: Permissions.Policy {
        if options.contains("permissions-policy: LimitedRead") {
            return .limitedRead
        }
        return options.contains("permissions-policy: Write") ? .write : .unknown
    }

    /// Whether the files that are called are left unread.
    var skipsCalls: Bool { options.contains("skip-reusable-workflows: true") }

    /// Whether the expected JSON tells the place of every token.
    var hasPlaces: Bool { options.contains("include-source: true") }

    /// Whether the case is of the parser that editors use, which tells of events too.
    var hasEvents: Bool { options.contains("- Go") && options.contains("- C#") }

    /// What we make of the case.
    var reading: Reading {
        let file = SourceFile(path: path, text: workflow)
        var (workflow, diagnostics) = WorkflowParser.parse(file, limits: limits)
        var called = CalledWorkflows()
        let files = calledFiles
        if let workflow, !skipsCalls {
            let calls = ReusableCalls.read(
                from: workflow,
                policy: policy,
                limits: callLimits
            ) { reference, _ in
                files.first { $0.name == reference.description }
                    .map { .found(SourceFile(path: $0.name, text: $0.text)) }
                    ?? .unavailable(reason: "")
            }
            diagnostics += calls.diagnostics
            called = calls.called
        }
        if hasEvents {
            diagnostics = diagnostics.map(Self.inEditor)
        }
        return Reading(source: file, workflow: workflow, called: called, diagnostics: diagnostics)
    }

    /// What the editor's parser makes of a problem below `on`: it refuses what the server passes
    /// over, and does not see that two filters exclude each other.
    private static func inEditor(_ diagnostic: Diagnostic) -> Diagnostic {
        let severity: Severity =
            switch diagnostic.code {
            case .ignored: .error
            case .trigger: .warning
            default: diagnostic.severity
            }
        return Diagnostic(
            diagnostic.code,
            severity: severity,
            diagnostic.message,
            at: diagnostic.span,
            githubLocation: diagnostic.githubLocation
        )
    }

    /// A case as we read it.
    struct Reading {
        /// The workflow's file.
        let source: SourceFile
        /// The workflow.
        let workflow: Workflow?
        /// The files it calls.
        let called: CalledWorkflows
        /// What is wrong.
        let diagnostics: [Diagnostic]

        /// The messages of the errors in GitHub's form: each cut at 500 characters.
        var errors: [String] {
            diagnostics.filter { $0.severity == .error }.map { diagnostic in
                let message = diagnostic.githubMessage
                return message.count > 500 ? message.prefix(500) + "[...]" : message
            }
        }
    }
}
