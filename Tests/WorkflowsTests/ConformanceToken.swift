import Diagnostics
import Expressions
import Foundation
import Workflows

/// Values in the form that GitHub's parsers write their tokens in.
///
/// Shape: a literal is itself, and anything else `{"type": …}` with its content; where places are
/// told every token is an object with `file` (a number in the file table), `line` and `col`.
struct ConformanceToken {
    /// Whether places are told.
    let hasPlaces: Bool
    /// The paths of the file table, in order.
    let files: [String]
    /// The texts of those files, to find keys in.
    let texts: [String: [Substring]]

    /// The kinds of tokens by GitHub's numbers.
    private enum Kind: Int {
        case literal, sequence, mapping, expression, insert, boolean, number, null
    }

    /// A text.
    func text(_ text: String, at span: SourceSpan) -> Any {
        token(.literal, ["lit": text], else: text, at: span.start, in: span.file)
    }

    /// A text, or an expression.
    func text(_ template: Located<Template>) -> Any {
        text(template.value, at: template.span)
    }

    /// A text, or an expression.
    func text(_ template: Template, at span: SourceSpan) -> Any {
        if let literal = template.literal {
            return text(literal, at: span)
        }
        return object(.expression, ["expr": template.expressionText ?? ""], at: span)
    }

    /// A condition, whose place nobody tells.
    func condition(_ condition: Condition?) -> Any {
        ["type": Kind.expression.rawValue, "expr": (condition ?? .success).text] as [String: Any]
    }

    /// A boolean, or an expression.
    func boolean(_ value: Templated<Bool>) -> Any {
        switch value {
        case .literal(let value, let span): boolean(value, at: span)
        case .expression(let template, let span): text(template, at: span)
        }
    }

    /// A number, or an expression.
    func number(_ value: Templated<Double>) -> Any {
        switch value {
        case .literal(let value, let span): number(value, at: span)
        case .expression(let template, let span): text(template, at: span)
        }
    }

    /// A whole value.
    func value(_ value: ValueTemplate) -> Any {
        let span = value.span
        switch value.content {
        case .null: return token(.null, [:], else: NSNull(), at: span.start, in: span.file)
        case .boolean(let value): return boolean(value, at: span)
        case .number(let value): return number(value, at: span)
        case .string(let value): return text(value, at: span)
        case .template(let template): return text(template, at: span)
        case .sequence(let items):
            return object(.sequence, ["seq": items.map { self.value($0) }], at: span)
        case .mapping(let entries):
            return object(.mapping, ["map": entries.map(entry)], at: span)
        }
    }

    /// A mapping whose keys our types know, in the order its values are written.
    func mapping(_ entries: [(key: String, value: Any?, span: SourceSpan?)], at span: SourceSpan)
        -> Any
    {
        let written = entries.compactMap { entry -> (key: String, value: Any, span: SourceSpan)? in
            guard let value = entry.value, let span = entry.span else { return nil }
            return (entry.key, value, span)
        }.sorted { $0.span.start < $1.span.start }
        let pairs = written.map { entry -> [String: Any] in
            ["Key": key(entry.key, of: entry.span), "Value": entry.value]
        }
        return object(.mapping, ["map": pairs], at: span)
    }

    /// A mapping of names to values.
    func named(_ entries: [(name: Located<String>, value: Any)], at span: SourceSpan) -> Any {
        let pairs = entries.map { entry -> [String: Any] in
            ["Key": text(entry.name.value, at: entry.name.span), "Value": entry.value]
        }
        return object(.mapping, ["map": pairs], at: span)
    }

    /// A boolean.
    func boolean(_ value: Bool, at span: SourceSpan) -> Any {
        token(.boolean, ["bool": value], else: value, at: span.start, in: span.file)
    }

    private func number(_ value: Double, at span: SourceSpan) -> Any {
        // GitHub writes a zero without its sign.
        let shown: Any =
            value.isFinite ? value + 0 : ExpressionValue.number(value).asString
        return token(.number, ["num": shown], else: shown, at: span.start, in: span.file)
    }

    private func entry(_ entry: ValueTemplate.Entry) -> [String: Any] {
        let key: Any
        switch entry.key {
        case .literal(let name): key = text(name, at: entry.keySpan)
        case .template(let template): key = text(template, at: entry.keySpan)
        case .insert: key = object(.insert, ["directive": "insert"], at: entry.keySpan)
        }
        return ["Key": key, "Value": value(entry.value)]
    }

    /// A key that our types know: it stands before its value, on that line or the one above.
    private func key(_ name: String, of value: SourceSpan) -> Any {
        guard hasPlaces, let lines = texts[value.file] else { return name }
        for line in [value.start.line, value.start.line - 1] {
            let text = lines[line - 1]
            if let range = text.range(of: "\(name):") {
                let column = text.unicodeScalars.distance(
                    from: text.startIndex,
                    to: range.lowerBound
                )
                let place = SourcePosition(line: line, column: column + 1, offset: 0)
                return token(.literal, ["lit": name], else: name, at: place, in: value.file)
            }
        }
        return name
    }

    /// A token that is an object even where no places are told.
    private func object(_ kind: Kind, _ content: [String: Any], at span: SourceSpan) -> Any {
        var object = content
        object["type"] = kind.rawValue
        return token(kind, content, else: object, at: span.start, in: span.file)
    }

    private func token(
        _ kind: Kind,
        _ content: [String: Any],
        else short: Any,
        at place: SourcePosition,
        in file: String
    ) -> Any {
        guard hasPlaces else { return short }
        var object = content
        object["type"] = kind.rawValue
        object["file"] = (files.firstIndex(of: file) ?? -1) + 1
        object["line"] = place.line
        object["col"] = place.column
        return object
    }
}
