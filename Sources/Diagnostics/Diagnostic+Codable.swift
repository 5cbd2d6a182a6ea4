extension Diagnostic: Codable {
    private enum CodingKeys: String, CodingKey {
        case code, severity, message, span, notes, help, githubLocation
    }

    /// Reads what `encode(to:)` wrote.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let span = try container.decodeIfPresent(SourceSpan.self, forKey: .span)
        let location: GitHubLocation
        if let place = try container.decodeIfPresent(Place.self, forKey: .githubLocation) {
            location = place.location(in: span)
        } else {
            location = span == nil ? .spanStart : .nowhere
        }
        self.init(
            try container.decode(DiagnosticCode.self, forKey: .code),
            severity: try container.decode(Severity.self, forKey: .severity),
            try container.decode(String.self, forKey: .message),
            at: span,
            notes: try container.decode([String].self, forKey: .notes),
            help: try container.decodeIfPresent(String.self, forKey: .help),
            githubLocation: location
        )
    }

    /// Writes an object of its fields; `githubLocation` is `{"line", "column", "offset"}`, or `{}`
    /// for the file as a whole, or absent for no place at all.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(severity, forKey: .severity)
        try container.encode(message, forKey: .message)
        try container.encodeIfPresent(span, forKey: .span)
        try container.encode(notes, forKey: .notes)
        try container.encodeIfPresent(help, forKey: .help)
        try container.encodeIfPresent(place, forKey: .githubLocation)
    }

    private var place: Place? {
        switch (githubLocation, span) {
        case (.nowhere, _), (_, nil): nil
        case (.spanStart, let span?): Place(span.start)
        case (.at(let position), _): Place(position)
        case (.file, _): Place(nil)
        }
    }
}

/// A position, or an object without fields for the file as a whole.
private struct Place: Codable {
    let line: Int?
    let column: Int?
    let offset: Int?

    init(_ position: SourcePosition?) {
        line = position?.line
        column = position?.column
        offset = position?.offset
    }

    func location(in span: SourceSpan?) -> Diagnostic.GitHubLocation {
        guard let line, let column, let offset else {
            return .file
        }
        let position = SourcePosition(line: line, column: column, offset: offset)
        return position == span?.start ? .spanStart : .at(position)
    }
}
