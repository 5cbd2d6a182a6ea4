import Diagnostics

// Tags, scalar types and keys, with GitHub's own texts where a value does not fit.
extension NodeBuilder {
    private static let tagPrefix = "tag:yaml.org,2002:"

    /// The type of a scalar: by its tag, or by its form when it is plain.
    mutating func kind(
        of text: UnsafeBufferPointer<UInt8>,
        _ style: YAMLScalar.Style,
        tag: String?,
        at place: (start: SourcePosition, end: SourcePosition)
    ) -> YAMLScalar.Kind {
        guard let tag else {
            guard style == .plain, CoreSchema.mayBeTyped(text) else {
                return .string
            }
            let text = String(decoding: text, as: UTF8.self)
            return CoreSchema.kind(ofPlain: text) ?? invalidValue(text, "int", at: span(place))
        }
        let text = String(decoding: text, as: UTF8.self)
        let span = span(place)
        guard tag.hasPrefix(Self.tagPrefix) else {
            return unexpectedTag(tag, at: span)
        }
        let type = String(tag.dropFirst(Self.tagPrefix.count))
        guard type != "str" else {
            return .string
        }
        guard let expected = Self.taggedTypes[type] else {
            return unexpectedTag(tag, at: span)
        }
        guard style == .plain else {
            return invalidStyle(style, tag, at: span)
        }
        let fits = expected.accepts(text)
        return fits ? expected.kind : invalidValue(text, type, at: span)
    }

    private func span(_ place: (start: SourcePosition, end: SourcePosition)) -> SourceSpan {
        SourceSpan(path: positions.path, start: place.start, end: place.end)
    }

    private struct TaggedType {
        let kind: YAMLScalar.Kind
        let accepts: @Sendable (String) -> Bool
    }

    private static let taggedTypes: [String: TaggedType] = [
        "null": TaggedType(kind: .null, accepts: CoreSchema.isNull),
        "bool": TaggedType(kind: .boolean, accepts: CoreSchema.isBoolean),
        "int": TaggedType(
            kind: .number,
            accepts: { CoreSchema.isInteger($0) && CoreSchema.number($0) != nil }
        ),
        "float": TaggedType(
            kind: .number,
            accepts: { CoreSchema.isFloat($0) || CoreSchema.isInteger($0) }
        ),
    ]

    /// Reports a tag that does not belong on a collection.
    mutating func checkCollectionTag(_ tag: String, at span: SourceSpan) {
        if tag != "\(Self.tagPrefix)map", tag != "\(Self.tagPrefix)seq" {
            _ = unexpectedTag(tag, at: span)
        }
    }

    /// Whether a key may join its mapping; reports why not.
    mutating func accept(_ key: Int, into mapping: Int) -> Bool {
        switch records[key].form {
        case .sequence:
            report(Diagnostic(.unexpectedSequence, "A sequence was not expected", at: span(key)))
            return false
        case .mapping:
            report(
                Diagnostic(
                    .unexpectedMapping,
                    "A mapping was not expected",
                    at: span(key),
                    help: "put quotes around a key that starts with `{`"
                )
            )
            return false
        case .scalar:
            // A key that is an expression is not known yet; the reader of the file judges it.
            if records[key].holdsExpression, records.text(key).hasPrefix("${{") {
                return true
            }
            let isNew = keys.insert(key, into: mapping, records)
            guard isNew else {
                report(
                    Diagnostic(
                        .duplicateKey,
                        "'\(records.text(key))' is already defined",
                        at: span(key),
                        help: "remove one of the two; keys that differ in letter case alone are one"
                    )
                )
                return false
            }
            return true
        }
    }

    private mutating func unexpectedTag(_ tag: String, at span: SourceSpan) -> YAMLScalar.Kind {
        tagError("Unexpected tag '\(tag)'", at: span, help: "remove the tag")
    }

    private mutating func invalidStyle(
        _ style: YAMLScalar.Style,
        _ tag: String,
        at span: SourceSpan
    ) -> YAMLScalar.Kind {
        tagError(
            "The scalar style '\(style.githubName)' on line \(span.start.line) and column "
                + "\(span.start.column) is not valid with the tag '\(tag)'",
            at: span,
            help: "remove the quotes or the tag"
        )
    }

    private mutating func invalidValue(
        _ text: String,
        _ type: String,
        at span: SourceSpan
    ) -> YAMLScalar.Kind {
        tagError(
            "The value '\(text)' on line \(span.start.line) and column \(span.start.column) "
                + "is invalid for the type '\(Self.tagPrefix)\(type)'",
            at: span,
            help: "put quotes around it to make it a text"
        )
    }

    private mutating func tagError(
        _ message: String,
        at span: SourceSpan,
        help: String
    ) -> YAMLScalar.Kind {
        report(Diagnostic(.yamlTag, message, at: span, help: help, githubLocation: .file))
        return .invalid
    }
}

extension YAMLScalar.Style {
    /// The style's name in GitHub's messages.
    fileprivate var githubName: String {
        switch self {
        case .plain: "Plain"
        case .singleQuoted: "SingleQuoted"
        case .doubleQuoted: "DoubleQuoted"
        case .literal: "Literal"
        case .folded: "Folded"
        }
    }
}
