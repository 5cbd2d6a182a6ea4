import Expressions
import Foundation
import Testing

@testable import Sessions

@Suite("GitHub's own expressions, as `eval` answers them")
struct EvaluationConformanceTests {
    /// The folder of GitHub's cases, which are no part of this project.
    private static let folder: URL? = {
        let project = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let base =
            ProcessInfo.processInfo.environment["ACTLOCAL_CONFORMANCE"].map { URL(filePath: $0) }
            ?? project.deletingLastPathComponent().appending(path: "shared/conformance")
        return ["expressions", "expressions/testdata"].map { base.appending(path: $0) }
            .first { FileManager.default.fileExists(atPath: $0.path) }
    }()

    /// The cases of all files, with a name for each.
    private static func cases() throws -> [(name: String, value: ExpressionValue)] {
        let folder = try #require(folder)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        var cases: [(String, ExpressionValue)] = []
        for file in files where file.hasSuffix(".json") {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            guard case .object(let groups) = try ExpressionValue(json: text) else { continue }
            for (group, list) in groups.entries {
                for (number, value) in (list.elements ?? []).enumerated() {
                    cases.append(("\(file), \(group), case \(number + 1)", value))
                }
            }
        }
        return cases
    }

    @Test(
        "every case gives the value or the error it expects, in the form it is written in",
        .enabled(
            if: folder != nil,
            """
            GitHub's cases are absent: `git clone https://github.com/actions/languageservices` and \
            set ACTLOCAL_CONFORMANCE to that folder
            """
        )
    )
    func conformance() async throws {
        let cases = try Self.cases()
        #expect(cases.count >= 1020)
        for (name, value) in cases {
            let contexts = value["contexts"].map(\.exactJSON) ?? "{}"
            let report = EvaluationReport(
                value["expr"]?.asString ?? "",
                contexts: try EvaluationContexts(json: contexts, path: "contexts.json")
            )
            let answer = try ExpressionValue(json: report.json)
            if let problem = Self.problem(answer, expected: value) {
                Issue.record("\(name): \(report.json): \(problem)")
            }
        }
    }

    /// What is wrong with an answer, parsed from the printed JSON.
    private static func problem(
        _ answer: ExpressionValue,
        expected: ExpressionValue
    ) -> String? {
        guard let error = expected["err"] else {
            return answer == expected["result"] ? nil : "expected \(expected.exactJSON)"
        }
        // Some messages are cut before the expression or the token.
        let message = error["value"]?.asString ?? ""
        guard let given = answer["error"], given["kind"] == error["kind"],
            given["value"]?.asString.hasPrefix(message) == true
        else { return "expected \(error.exactJSON)" }
        return nil
    }
}
