import Diagnostics
import Expressions
import YAMLSyntax

extension DocumentReader {
    /// Reads a scalar: its expressions first, then whether it fits.
    mutating func readScalar(
        _ scalar: YAMLScalar,
        at span: SourceSpan,
        as definition: Definition,
        in scope: Scope?
    ) -> ValueTemplate {
        guard scalar.kind != .invalid else {
            return ValueTemplate(.null, at: span)
        }
        if scalar.kind == .string, !definition.isCondition, Template.hasExpression(scalar.text) {
            return readTemplate(scalar, at: span, as: definition, in: scope)
        }
        return readLiteral(scalar, at: span, as: definition)
    }

    private mutating func readTemplate(
        _ scalar: YAMLScalar,
        at span: SourceSpan,
        as definition: Definition,
        in scope: Scope?
    ) -> ValueTemplate {
        guard let scope else {
            if let text = Self.literalText(of: scalar) {
                return readLiteral(Self.quoted(text), at: span, as: definition)
            }
            report(Self.expressionNotAllowed(at: span))
            return ValueTemplate(.null, at: span)
        }
        switch parseTemplate(scalar, at: span, in: scope) {
        case .template(let template):
            return ValueTemplate(.template(template), at: span)
        case .literal(let text):
            return readLiteral(Self.quoted(text), at: span, as: definition)
        case .failed:
            // GitHub goes on with the text, which then does not fit where a number is wanted.
            return readLiteral(scalar, at: span, as: definition)
        }
    }

    /// The text that an expression says, when it says nothing but one; GitHub takes it for the
    /// scalar's text before it asks whether expressions may stand here.
    ///
    /// Source: `TemplateReader.ParseScalar` of <https://github.com/actions/runner>
    private static func literalText(of scalar: YAMLScalar) -> String? {
        (try? Template.parse(scalar.text, scope: Scope.runName.names))?.literal
    }

    private static func quoted(_ text: String) -> YAMLScalar {
        YAMLScalar(text: text, style: .singleQuoted, kind: .string)
    }

    private mutating func readLiteral(
        _ scalar: YAMLScalar,
        at span: SourceSpan,
        as definition: Definition
    ) -> ValueTemplate {
        guard !definition.isAny else {
            return ValueTemplate(scalar.value.content, at: span)
        }
        if definition.scalars.contains(where: { $0.accepts(scalar) }) {
            return ValueTemplate(scalar.value.content, at: span)
        }
        let text = Self.text(of: scalar)
        if scalar.kind != .string, definition.acceptsText(text, of: scalar) {
            return ValueTemplate(.string(text), at: span)
        }
        report(Self.unexpectedValue(text, scalar, definition, at: span))
        let isKept = definition.ignores(scalar) && scalar.kind != .null
        return ValueTemplate(isKept ? .string(text) : .null, at: span)
    }

    private static func unexpectedValue(
        _ text: String,
        _ scalar: YAMLScalar,
        _ definition: Definition,
        at span: SourceSpan
    ) -> Diagnostic {
        var notes: [String] = []
        var help = definition.expectation.map { "write \($0) here" }
        let words = definition.words
        if !words.isEmpty {
            let nearest = NearestMatch.nearest(to: text, in: words)
            if words.count > 5 {
                notes = MappingReading.choice(of: words, isDecided: nearest != nil)
            }
            if let nearest {
                help = "did you mean `\(nearest)`?"
            }
        }
        if text.isEmpty, scalar.style == .plain, help == nil {
            help = "write a value after the `:`"
        }
        return definition.mismatch(
            definition.ignores(scalar) ? .ignored : .unexpectedValue,
            text,
            at: span,
            notes: notes,
            help: help
        )
    }
}

extension ScalarRule {
    /// Whether a scalar fits as it is.
    func accepts(_ scalar: YAMLScalar) -> Bool {
        switch self {
        case .null: scalar.kind == .null
        case .boolean: scalar.kind == .boolean
        case .number: scalar.kind == .number
        case .string, .writtenString: scalar.kind == .string
        case .nonEmptyString: scalar.kind == .string && !scalar.text.isEmpty
        case .constant(let word): scalar.kind == .string && scalar.text == word
        }
    }
}

extension Definition {
    /// What is said of a text that does not fit: an error, or a warning when it is `ignored`.
    func mismatch(
        _ code: DiagnosticCode,
        _ text: String,
        at span: SourceSpan,
        notes: [String],
        help: String?
    ) -> Diagnostic {
        let isIgnored = code == .ignored
        return Diagnostic(
            code,
            severity: isIgnored ? .warning : .error,
            "Unexpected value '\(text)'",
            at: span,
            notes: (isIgnored ? ["GitHub passes over it without a word"] : []) + notes,
            help: help
        )
    }

    /// Whether a scalar that does not fit is passed over: another word, or nothing.
    func ignores(_ scalar: YAMLScalar) -> Bool {
        isLenient && (scalar.kind == .null || !words.isEmpty)
    }

    /// Whether a key of this text fits.
    func accepts(_ key: String) -> Bool {
        acceptsText(key, of: YAMLScalar(text: key, style: .plain, kind: .string))
    }

    /// Whether a scalar that is no text fits once it is turned into one.
    func acceptsText(_ text: String, of scalar: YAMLScalar) -> Bool {
        scalars.contains { rule in
            switch rule {
            case .string: true
            case .writtenString: scalar.kind != .null
            case .nonEmptyString: !text.isEmpty
            case .constant(let word): text == word
            case .null, .boolean, .number: false
            }
        }
    }

    /// The fixed words that fit.
    var words: [String] {
        scalars.compactMap { rule in
            if case .constant(let word) = rule { word } else { nil }
        }
    }

    /// What fits, for a help line: "`true` or `false`, or a sequence".
    var expectation: String? {
        var forms: [String] = []
        for rule in scalars {
            switch rule {
            case .boolean: forms += ["`true`", "`false`"]
            case .number: forms.append("a number")
            case .string, .nonEmptyString, .writtenString: forms.append("a text")
            case .null, .constant: break
            }
        }
        if words.count <= 5 {
            forms += words.map { "`\($0)`" }
        }
        if item != nil {
            forms.append("a sequence")
        }
        if !mappings.isEmpty {
            forms.append("a mapping")
        }
        guard let last = forms.popLast() else {
            return nil
        }
        return forms.isEmpty ? last : forms.joined(separator: ", ") + " or \(last)"
    }
}

extension YAMLValue {
    /// The value as a template without expressions.
    var content: ValueTemplate.Content {
        switch self {
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .number(let value): .number(value)
        case .string(let text): .string(text)
        }
    }
}
