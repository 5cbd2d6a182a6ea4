import Foundation

extension ConformanceCase {
    /// The first line where our errors, or our document, are not GitHub's; nil when all agree.
    var difference: String? {
        let reading = reading
        if let errors = expectedErrors {
            return Self.difference(reading.errors, errors)
        }
        guard reading.errors.isEmpty else {
            return "errors: \(reading.errors.joined(separator: "\n"))"
        }
        guard let workflow = reading.workflow,
            let expected = try? JSONSerialization.jsonObject(with: Data(expected.utf8))
        else {
            return "there is no workflow, or no JSON"
        }
        let document = ConformanceDocument(self, reading).document(of: workflow)
        return Self.difference(Self.lines(document), Self.lines(expected))
    }

    /// A JSON value with a line for each scalar, the members of objects sorted.
    private static func lines(_ value: Any) -> [String] {
        let data = try? JSONSerialization.data(
            withJSONObject: value,
            options: [.prettyPrinted, .sortedKeys, .fragmentsAllowed]
        )
        let text = data.map { String(decoding: $0, as: UTF8.self) } ?? "no JSON: \(value)"
        return text.split(separator: "\n").map(String.init)
    }

    private static func difference(_ ours: [String], _ theirs: [String]) -> String? {
        guard ours != theirs else { return nil }
        let index = zip(ours, theirs).enumerated().first { $1.0 != $1.1 }?.offset
        let line = index ?? min(ours.count, theirs.count)
        func excerpt(_ lines: [String]) -> String {
            lines[max(0, line - 6)..<min(lines.count, line + 4)].joined(separator: "\n")
        }
        return "line \(line + 1):\n\(excerpt(ours))\n-- GitHub has --\n\(excerpt(theirs))"
    }
}
