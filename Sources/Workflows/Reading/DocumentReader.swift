import Diagnostics
import Expressions
import YAMLSyntax

/// Reads a document by a schema: checks its shape, parses its expressions, collects every error.
///
/// It reads as GitHub's template reader does, with the same errors at the same places, and gives
/// the document back as templates, in which what does not fit is left as it is for the converters
/// to pass over.
struct DocumentReader {
    /// The file, to place errors inside scalars.
    let file: SourceFile
    private let document: YAMLDocument
    /// Everything wrong so far.
    private(set) var diagnostics: [Diagnostic] = []
    /// What its expressions are, each text parsed once.
    var parsed = ParsedTexts.reused()

    /// The entries that are read of one long mapping; nil for all.
    private let stretch: EntryStretch?

    /// Prepares to read the document of a file, in whose YAML problems were found.
    init(
        _ document: YAMLDocument,
        of file: SourceFile,
        problems: [Diagnostic],
        stretch: EntryStretch? = nil
    ) {
        self.document = document
        self.file = file
        self.stretch = stretch
        diagnostics = problems
    }

    /// Adds a diagnostic.
    mutating func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    /// Reads the whole document as a definition says.
    mutating func readDocument(as definition: Definition) -> ValueTemplate {
        read(0, as: definition, in: nil)
    }

    /// Reads the mapping of which only some entries are read; nil when there is none.
    mutating func readStretch(as definition: Definition) -> ValueTemplate? {
        stretch.map { read($0.mapping, as: definition, in: nil) }
    }

    /// Reads the node of a record as a definition says; `outer` is the scope of the place around.
    private mutating func read(
        _ index: Int,
        as definition: Definition,
        in outer: Scope?
    ) -> ValueTemplate {
        let scope = definition.scope ?? outer
        switch document.records[index].form {
        case .scalar: return readScalar(index, as: definition, in: scope)
        case .sequence: return readSequence(index, as: definition, in: scope)
        case .mapping: return readMapping(index, as: definition, in: scope)
        }
    }

    private mutating func readScalar(
        _ index: Int,
        as definition: Definition,
        in scope: Scope?
    ) -> ValueTemplate {
        let span = document.span(at: index)
        let record = document.records[index]
        if case .string = record.kind, !record.holdsExpression || definition.isCondition,
            definition.takesText
        {
            // Conditions are parsed later; a text that comes again is kept once.
            let text =
                definition.isCondition
                ? document.withText(at: index) { parsed.text($0) } : document.text(at: index)
            return ValueTemplate(.string(text), at: span)
        }
        if case .string = record.kind, record.holdsExpression, !definition.isCondition, let scope,
            let template = document.withText(at: index, { try? parsed.template($0, in: scope) }),
            template.literal == nil
        {
            return ValueTemplate(.template(template), at: span)
        }
        return readScalar(document.scalar(at: index), at: span, as: definition, in: scope)
    }

    private mutating func readSequence(
        _ index: Int,
        as definition: Definition,
        in scope: Scope?
    ) -> ValueTemplate {
        let itemDefinition = definition.isAny ? definition : definition.item?()
        let span = document.span(at: index)
        guard let itemDefinition else {
            report(
                Diagnostic(
                    .unexpectedSequence,
                    "A sequence was not expected",
                    at: span,
                    help: definition.expectation.map { "write \($0) here" }
                )
            )
            return ValueTemplate(.sequence([]), at: span)
        }
        var values: [ValueTemplate] = []
        values.reserveCapacity(Int(document.records[index].first))
        var item = index + 1
        let end = index + document.records[index].size
        while item < end {
            values.append(read(item, as: itemDefinition, in: scope))
            item += document.records[item].size
        }
        return ValueTemplate(.sequence(values), at: span)
    }

    private mutating func readMapping(
        _ index: Int,
        as definition: Definition,
        in scope: Scope?
    ) -> ValueTemplate {
        let span = document.span(at: index)
        guard definition.isAny || !definition.mappings.isEmpty else {
            report(
                Diagnostic(
                    .unexpectedMapping,
                    "A mapping was not expected",
                    at: span,
                    help: definition.expectation.map { "write \($0) here" }
                )
            )
            return ValueTemplate(.mapping([]), at: span)
        }
        var reading = MappingReading(definition)
        var entries: [ValueTemplate.Entry] = []
        entries.reserveCapacity(Int(document.records[index].first))
        var key = index + 1
        var end = index + document.records[index].size
        if let stretch, stretch.mapping == index {
            (key, end) = (stretch.records.lowerBound, stretch.records.upperBound)
        }
        while key < end {
            let value = key + document.records[key].size
            if !document.records[key].isLeftOut,
                let entry = readEntry(key, value, &reading, of: index, in: scope)
            {
                entries.append(entry)
            }
            key = value + document.records[value].size
        }
        for problem in reading.problems(of: { keys(of: index) }, at: span) {
            report(problem)
        }
        return ValueTemplate(.mapping(entries), at: span)
    }

    private mutating func readEntry(
        _ key: Int,
        _ value: Int,
        _ reading: inout MappingReading,
        of mapping: Int,
        in scope: Scope?
    ) -> ValueTemplate.Entry? {
        let record = document.records[key]
        if case .invalid = record.kind {
            return nil
        }
        if record.holdsExpression, case .string = record.kind {
            return readExpressionEntry(key, value, &reading, in: scope)
        }
        let span = document.span(at: key)
        guard let known = knownKey(key, &reading) else {
            let name = Self.text(of: document.scalar(at: key))
            let problem = reading.unknownKey(name, at: span) { keys(of: mapping) }
            report(problem)
            return nil
        }
        if let rule = known.rule, !rule.accepts(known.name) {
            report(Diagnostic(.unexpectedValue, "Unexpected value '\(known.name)'", at: span))
        }
        return ValueTemplate.Entry(
            key: .literal(known.name),
            keySpan: span,
            value: read(value, as: known.value, in: scope)
        )
    }

    private func knownKey(
        _ key: Int,
        _ reading: inout MappingReading
    ) -> MappingReading.KnownKey? {
        let record = document.records[key]
        guard case .string = record.kind else {
            var name = Self.text(of: document.scalar(at: key))
            return name.withUTF8 { reading.key($0, hash: YAMLRecord.hash($0)) }
        }
        return document.withText(at: key) { reading.key($0, hash: record.hash) }
    }

    private mutating func readExpressionEntry(
        _ keyIndex: Int,
        _ value: Int,
        _ reading: inout MappingReading,
        in scope: Scope?
    ) -> ValueTemplate.Entry? {
        reading.hasExpressionKey = true
        let span = document.span(at: keyIndex)
        guard let scope else {
            report(Self.expressionNotAllowed(at: span))
            return nil
        }
        let scalar = document.scalar(at: keyIndex)
        guard let key = readExpressionKey(scalar, at: span, in: scope) else {
            return nil
        }
        let definition = reading.definitionOfExpressionValue(isInsert: key.isInsert)
        return ValueTemplate.Entry(
            key: key,
            keySpan: span,
            value: read(value, as: definition, in: scope)
        )
    }

    /// The texts of a mapping's keys.
    private func keys(of mapping: Int) -> [String] {
        var keys: [String] = []
        var key = mapping + 1
        let end = mapping + document.records[mapping].size
        while key < end {
            if !document.records[key].isLeftOut {
                keys.append(document.text(at: key))
            }
            let value = key + document.records[key].size
            key = value + document.records[value].size
        }
        return keys
    }

    /// The text GitHub reads a key or value as when a text is wanted.
    static func text(of scalar: YAMLScalar) -> String {
        switch scalar.value {
        case .null: ""
        case .boolean(let value): value ? "true" : "false"
        case .number(let value): ExpressionValue.number(value).asString
        case .string(let text): text
        }
    }

    /// The error for an expression in a key that takes none.
    static func expressionNotAllowed(at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .expressionNotAllowed,
            "A template expression is not allowed in this context",
            at: span,
            help: "write the value itself; GitHub reads this key before any context exists"
        )
    }
}

extension ValueTemplate.Key {
    /// Whether the key is `${{ insert }}`.
    var isInsert: Bool {
        if case .insert = self { true } else { false }
    }
}
