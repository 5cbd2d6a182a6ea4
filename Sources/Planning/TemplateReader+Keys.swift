import Diagnostics
package import Expressions
package import Workflows

extension TemplateReader {
    /// `environment`: its name and its address; nil when the name comes out empty.
    package func environment(
        _ written: JobEnvironment
    ) throws(EvaluationFailure) -> (name: String, url: String?)? {
        let span = written.name.span
        let value = try value(written.name)
        guard written.isWhole, case .object(let object) = value else {
            guard value.isPrimitive else { throw EvaluationFailure(unexpected: value, at: span) }
            return value.asString.isEmpty ? nil : (value.asString, nil)
        }
        let texts = try texts(of: object, keys: ["name", "url", "deployment"], at: span)
        guard let name = texts["name"] else {
            throw EvaluationFailure(message: "Required property is missing: name", span: span)
        }
        return name.isEmpty ? nil : (name, texts["url"])
    }

    /// `defaults.run`: the shell and the folder, empty where none is named.
    package func defaults(
        _ written: RunDefaults
    ) throws(EvaluationFailure) -> (shell: String, workingDirectory: String) {
        guard let whole = written.whole else {
            return (try text(written.shell), try text(written.workingDirectory))
        }
        let object = try object(whole)
        let texts = try texts(of: object, keys: ["shell", "working-directory"], at: whole.span)
        return (texts["shell"] ?? "", texts["working-directory"] ?? "")
    }

    /// The text of a key, empty where it is not written.
    package func text(_ template: Located<Template>?) throws(EvaluationFailure) -> String {
        guard let template else { return "" }
        return try text(template)
    }

    /// The texts of an evaluated mapping that may have these keys alone.
    private func texts(
        of object: ExpressionObject,
        keys: Set<String>,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> [String: String] {
        var texts: [String: String] = [:]
        for (key, value) in object.entries {
            guard keys.contains(key) else {
                throw EvaluationFailure(message: "Unexpected value '\(key)'", span: span)
            }
            let isBoolean = if case .boolean = value { true } else { false }
            guard value.isPrimitive, key != "deployment" || isBoolean else {
                throw EvaluationFailure(unexpected: value, at: span)
            }
            texts[key] = value.asString
        }
        return texts
    }
}
