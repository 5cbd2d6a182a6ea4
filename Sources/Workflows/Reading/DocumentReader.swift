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
    /// Everything wrong so far.
    private(set) var diagnostics: [Diagnostic] = []
    /// What its expressions are, each text parsed once.
    var parsed = ParsedTexts()

    /// Prepares to read a file.
    init(file: SourceFile) {
        self.file = file
    }

    /// Adds a diagnostic.
    mutating func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    /// Reads a node as a definition says; `outer` is the scope of the place around.
    mutating func read(
        _ node: YAMLNode,
        as definition: Definition,
        in outer: Scope? = nil
    ) -> ValueTemplate {
        let scope = definition.scope ?? outer
        switch node.content {
        case .scalar(let scalar):
            return readScalar(scalar, node, as: definition, in: scope)
        case .sequence(let items):
            return readSequence(items, node, as: definition, in: scope)
        case .mapping(let entries):
            return readMapping(entries, node, as: definition, in: scope)
        }
    }

    private mutating func readSequence(
        _ items: [YAMLNode],
        _ node: YAMLNode,
        as definition: Definition,
        in scope: Scope?
    ) -> ValueTemplate {
        let itemDefinition = definition.isAny ? definition : definition.item?()
        guard let itemDefinition else {
            report(
                Diagnostic(
                    .unexpectedSequence,
                    "A sequence was not expected",
                    at: node.span,
                    help: definition.expectation.map { "write \($0) here" }
                )
            )
            return ValueTemplate(.sequence([]), at: node.span)
        }
        var values: [ValueTemplate] = []
        values.reserveCapacity(items.count)
        for item in items {
            values.append(read(item, as: itemDefinition, in: scope))
        }
        return ValueTemplate(.sequence(values), at: node.span)
    }

    private mutating func readMapping(
        _ entries: [YAMLEntry],
        _ node: YAMLNode,
        as definition: Definition,
        in scope: Scope?
    ) -> ValueTemplate {
        guard definition.isAny || !definition.mappings.isEmpty else {
            report(
                Diagnostic(
                    .unexpectedMapping,
                    "A mapping was not expected",
                    at: node.span,
                    help: definition.expectation.map { "write \($0) here" }
                )
            )
            return ValueTemplate(.mapping([]), at: node.span)
        }
        var reading = MappingReading(definition)
        var read: [ValueTemplate.Entry] = []
        read.reserveCapacity(entries.count)
        for index in entries.indices {
            if let entry = readEntry(entries[index], &reading, among: entries, in: scope) {
                read.append(entry)
            }
        }
        for problem in reading.problems(of: entries, at: node.span) {
            report(problem)
        }
        return ValueTemplate(.mapping(read), at: node.span)
    }

    private mutating func readEntry(
        _ entry: YAMLEntry,
        _ reading: inout MappingReading,
        among entries: [YAMLEntry],
        in scope: Scope?
    ) -> ValueTemplate.Entry? {
        guard let scalar = entry.key.scalar, scalar.kind != .invalid else {
            return nil
        }
        if scalar.kind == .string, Template.hasExpression(scalar.text) {
            return readExpressionEntry(entry, scalar, &reading, in: scope)
        }
        let name = scalar.kind == .string ? scalar.text : Self.text(of: scalar)
        guard let (definition, keyRule) = reading.definition(ofKey: name) else {
            report(reading.unknownKey(name, at: entry.key.span, among: entries))
            return nil
        }
        if let keyRule, !keyRule.accepts(name) {
            report(Diagnostic(.unexpectedValue, "Unexpected value '\(name)'", at: entry.key.span))
        }
        return ValueTemplate.Entry(
            key: .literal(name),
            keySpan: entry.key.span,
            value: read(entry.value, as: definition, in: scope)
        )
    }

    private mutating func readExpressionEntry(
        _ entry: YAMLEntry,
        _ scalar: YAMLScalar,
        _ reading: inout MappingReading,
        in scope: Scope?
    ) -> ValueTemplate.Entry? {
        reading.hasExpressionKey = true
        guard let scope else {
            report(Self.expressionNotAllowed(at: entry.key.span))
            return nil
        }
        guard let key = readExpressionKey(scalar, at: entry.key.span, in: scope) else {
            return nil
        }
        let definition = reading.definitionOfExpressionValue(isInsert: key.isInsert)
        return ValueTemplate.Entry(
            key: key,
            keySpan: entry.key.span,
            value: read(entry.value, as: definition, in: scope)
        )
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
