import Foundation

@testable import Expressions

/// GitHub's own cases, which are not part of this project.
enum ConformanceData {
    /// What to say where the data is absent.
    static let howToGet = """
        GitHub's cases are absent: `git clone https://github.com/actions/languageservices` and \
        set ACTLOCAL_CONFORMANCE to that folder
        """

    /// The folder that holds the files of cases, if it is there.
    static let folder: URL? = {
        let project = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let base =
            ProcessInfo.processInfo.environment["ACTLOCAL_CONFORMANCE"].map { URL(filePath: $0) }
            ?? project.deletingLastPathComponent().appending(path: "shared/conformance")
        // The second form is that of a clone.
        return ["expressions", "expressions/testdata"]
            .map { base.appending(path: $0) }
            .first { folder in !((try? files(in: folder)) ?? []).isEmpty }
    }()

    /// The files of cases in a folder, by name.
    static func files(in folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.path < $1.path }
    }

    /// The number of cases in a file, counted by Foundation's reader instead of ours.
    static func count(in file: URL) throws -> Int {
        let groups = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        return (groups as? [String: [Any]] ?? [:]).values.reduce(0) { $0 + $1.count }
    }

    /// The cases of a file.
    static func cases(in file: URL) throws -> [ConformanceCase] {
        let text = try String(contentsOf: file, encoding: .utf8)
        guard case .object(let groups) = try ExpressionValue(json: text) else { return [] }
        return groups.entries.flatMap { group, cases in
            (cases.elements ?? []).enumerated().map { number, value in
                ConformanceCase(
                    name: "\(file.lastPathComponent), \(group), case \(number + 1)",
                    value: value
                )
            }
        }
    }
}

/// One expression and what GitHub makes of it.
struct ConformanceCase {
    let name: String
    let value: ExpressionValue

    private enum Outcome {
        case value(ExpressionValue)
        case parseError(String)
        case evaluationError(String)
    }

    /// Why the case fails, or nothing when it passes.
    func failure() -> String? {
        let outcome = run()
        if let error = value["err"] { return compare(outcome, error: error) }
        guard let result = value["result"], let expected = result["value"] else {
            return "\(name): expects neither a result nor an error"
        }
        guard case .value(let actual) = outcome, actual.kind.rawValue == result["kind"]?.asString,
            same(actual, expected)
        else {
            return "\(describe(outcome)) instead of \(expected.toJSON())"
        }
        return nil
    }

    private func run() -> Outcome {
        let text = value["expr"]?.asString ?? ""
        var contexts: [String: ExpressionValue] = [:]
        if case .object(let object)? = value["contexts"] {
            for (name, context) in object.entries { contexts[name] = context }
        }
        do {
            let expression = try Expression.parse(text, scope: NameScope(contexts: contexts.keys))
            return .value(try expression.evaluate(in: EvaluationContext(contexts)))
        } catch let error as ExpressionError {
            return .parseError(error.description)
        } catch {
            return .evaluationError("\(error)")
        }
    }

    private func compare(_ outcome: Outcome, error: ExpressionValue) -> String? {
        let kind = error["kind"]?.asString ?? ""
        let expected = error["value"]?.asString ?? ""
        let actual: String
        switch outcome {
        case .parseError(let message) where kind == "parsing" || kind == "lexing":
            actual = message
        case .evaluationError(let message) where kind == "evaluation": actual = message
        default: return "\(describe(outcome)) instead of the \(kind) error: \(expected)"
        }
        // Some cases give only the start of the message, cut before the expression or the token.
        let isCut =
            !expected.contains("within expression") && !expected.contains("format string")
            && actual.hasPrefix(expected)
        return actual == expected || isCut ? nil : "\(actual) instead of \(expected)"
    }

    private func describe(_ outcome: Outcome) -> String {
        switch outcome {
        case .value(let value): "\(name): \(value.kind) \(value.toJSON())"
        case .parseError(let message), .evaluationError(let message): "\(name): error: \(message)"
        }
    }

    private func same(_ left: ExpressionValue, _ right: ExpressionValue) -> Bool {
        left.kind == right.kind && left.toJSON() == right.toJSON()
    }
}
