extension DiagnosticRenderer {
    /// One workflow command a diagnostic, as GitHub shows them beside the changed lines of a pull
    /// request.
    ///
    /// Shape: `::error file=ci.yml,line=3,endLine=3,col=5,endColumn=9,title=unknown-key::message`,
    /// one a line.
    /// Source: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
    package static func annotations(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map { annotation($0) + "\n" }.joined()
    }

    private static func annotation(_ diagnostic: Diagnostic) -> String {
        var properties: [String] = []
        if let span = diagnostic.span {
            properties.append("file=\(escapedProperty(span.file))")
            properties.append("line=\(span.start.line)")
            properties.append("endLine=\(span.end.line)")
            // GitHub ignores columns of an annotation that spans lines.
            if span.start.line == span.end.line {
                properties.append("col=\(span.start.column)")
                properties.append("endColumn=\(span.end.column)")
            }
        }
        properties.append("title=\(escapedProperty(diagnostic.code.rawValue))")
        let message = diagnostic.messageWithAdvice
        let command = diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue
        return "::\(command) \(properties.joined(separator: ","))::\(escapedData(message))"
    }

    private static func escapedData(_ text: String) -> String {
        escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A"])
    }

    private static func escapedProperty(_ text: String) -> String {
        escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
    }

    private static func escaped(_ text: String, _ table: [Unicode.Scalar: String]) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            if let replacement = table[scalar] {
                result += replacement
            } else if scalar.properties.generalCategory == .control, scalar != "\t" {
                // A terminal that shows the line would obey it.
                result += Excerpt.visible(String(scalar))
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Diagnostic {
    /// The message, and below it notes and help, each on a line of its own.
    var messageWithAdvice: String {
        ([message] + notes.map { "note: \($0)" } + (help.map { ["help: \($0)"] } ?? []))
            .joined(separator: "\n")
    }
}
