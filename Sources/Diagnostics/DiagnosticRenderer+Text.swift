extension DiagnosticRenderer {
    /// The form for people: a clickable first line, the source line with carets, notes and help.
    ///
    /// Shape:
    /// ```
    /// ci.yml:21:20: error: `matrix` has no property `platform` [unknown-property]
    ///    |
    /// 21 |           key: ${{ matrix.platform }}-node
    ///    |                    ^^^^^^^^^^^^^^^
    ///    = help: did you mean `matrix.os`?
    /// ```
    /// Each diagnostic ends with a line break. A file that `files` does not hold is named without
    /// its line.
    package static func text(
        _ diagnostics: [Diagnostic],
        files: [SourceFile],
        colour: Colour = .plain
    ) -> String {
        var texts: [String: LineScan] = [:]
        for file in files where texts[file.path] == nil {
            texts[file.path] = LineScan(file.text)
        }
        var output = ""
        for diagnostic in diagnostics {
            let line = diagnostic.span.flatMap { texts[$0.file]?.line($0.start.line) }
            output += TextForm(diagnostic: diagnostic, line: line, paint: Paint(colour)).rendered()
        }
        return output
    }
}

/// One diagnostic as text.
private struct TextForm {
    let diagnostic: Diagnostic
    let line: Substring?
    let paint: Paint

    func rendered() -> String {
        var output = title + "\n"
        let gutter = String(repeating: " ", count: max(2, lineNumber.count))
        if let span = diagnostic.span, let line {
            let excerpt = Excerpt(line: line, span: span)
            let bar = paint.faint("\(gutter) |")
            let number = String(repeating: " ", count: gutter.count - lineNumber.count) + lineNumber
            let text = excerpt.text.isEmpty ? "" : " " + excerpt.text
            output += "\(bar)\n\(paint.faint("\(number) |"))\(text)\n"
            output +=
                "\(bar) \(excerpt.indent)\(paint.strong(excerpt.carets, diagnostic.severity))\n"
        }
        for note in diagnostic.notes {
            output += attachment("note", note, gutter: gutter)
        }
        if let help = diagnostic.help {
            output += attachment("help", help, gutter: gutter)
        }
        return output
    }

    private var lineNumber: String { diagnostic.span.map { String($0.start.line) } ?? "" }

    private var title: String {
        let place = diagnostic.span.map { Excerpt.visible("\($0): ") } ?? ""
        let severity = paint.strong(diagnostic.severity.rawValue, diagnostic.severity)
        let message = Excerpt.visible(diagnostic.message)
        return "\(place)\(severity): \(message) [\(diagnostic.code.rawValue)]"
    }

    private func attachment(_ kind: String, _ text: String, gutter: String) -> String {
        "\(paint.faint("\(gutter) =")) \(kind): \(Excerpt.visible(text))\n"
    }
}

/// Puts terminal colours around text, or not.
private struct Paint {
    let isOn: Bool

    init(_ colour: DiagnosticRenderer.Colour) {
        isOn = colour == .ansi
    }

    func faint(_ text: String) -> String { wrapped(text, "2") }

    func strong(_ text: String, _ severity: Severity) -> String {
        switch severity {
        case .error: wrapped(text, "1;31")
        case .warning: wrapped(text, "1;33")
        case .note: wrapped(text, "1;36")
        }
    }

    private func wrapped(_ text: String, _ code: String) -> String {
        isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
