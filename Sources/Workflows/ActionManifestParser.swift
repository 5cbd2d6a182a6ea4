package import Diagnostics
import Expressions
import YAMLSyntax

/// Reads the metadata files of actions, `action.yml`.
package enum ActionManifestParser {
    /// The manifest of a file and everything wrong with it.
    ///
    /// The manifest is nil when the file does not say how to run the action. With errors among the
    /// diagnostics it must not be run.
    package static func parse(
        _ file: SourceFile
    ) -> (manifest: ActionManifest?, diagnostics: [Diagnostic]) {
        let (yaml, problems) = YAMLParser.document(of: file, limits: .action)
        guard let yaml else {
            return (nil, problems)
        }
        var reader = DocumentReader(yaml, of: file, problems: problems)
        let document = reader.readDocument(as: ActionSchema.root)
        var converter = ActionConverter(converter: Converter(reader: reader), file: file.path)
        let manifest = Fields(document).flatMap { converter.manifest($0) }
        return (manifest, converter.converter.reader.diagnostics.inOrderOfPlace)
    }
}

/// Turns the document of an action file into a manifest.
private struct ActionConverter {
    var converter: Converter
    let file: String

    mutating func manifest(_ fields: Fields) -> ActionManifest? {
        guard let runs = Fields(fields["runs"]) else {
            converter.report(
                Diagnostic(
                    .actionRuns,
                    "Top level 'runs:' section is required for \(file)",
                    at: fields.span,
                    help: "add `runs:` with `using:`",
                    githubLocation: .file
                )
            )
            return nil
        }
        let inputs = (Fields(fields["inputs"])?.named ?? []).map(input)
        let outputs = (Fields(fields["outputs"])?.named ?? []).map(output)
        return self.runs(runs).map { runs in
            ActionManifest(
                file: file,
                name: fields["name"]?.plainText?.value,
                description: fields["description"]?.plainText?.value,
                brandingColor: Fields(fields["branding"])?["color"]?.plainText,
                brandingIcon: Fields(fields["branding"])?["icon"]?.plainText,
                inputs: inputs,
                outputs: outputs,
                runs: runs
            )
        }
    }

    private func input(_ name: Located<String>, _ value: ValueTemplate) -> ActionInput {
        let fields = Fields(value)
        return ActionInput(
            name: name,
            description: fields?["description"]?.plainText?.value,
            isRequired: fields?["required"]?.plainText?.value.lowercased() == "true",
            defaultValue: fields?["default"]?.text,
            deprecationMessage: fields?["deprecationMessage"]?.plainText?.value
        )
    }

    private func output(_ name: Located<String>, _ value: ValueTemplate) -> ActionOutput {
        let fields = Fields(value)
        return ActionOutput(
            name: name,
            description: fields?["description"]?.plainText?.value,
            value: fields?["value"]?.text
        )
    }

    // MARK: Runs

    private static let nodeVersions = ["node24", "node20", "node16", "node12"]

    private mutating func runs(_ fields: Fields) -> ActionRuns? {
        guard let using = fields["using"]?.filledText else {
            return failure(
                "Missing 'using' value. 'using' requires 'composite', 'docker', 'node12', "
                    + "'node16', 'node20' or 'node24'.",
                at: fields.span
            )
        }
        let kind = using.value.lowercased()
        switch kind {
        case "composite":
            checkKeys(fields, allowed: ["steps"], kind)
            return composite(fields)
        case "docker":
            checkKeys(
                fields,
                allowed: [
                    "image", "entrypoint", "args", "env", "pre-entrypoint", "pre-if",
                    "post-entrypoint", "post-if",
                ],
                kind
            )
            return docker(fields)
        case _ where Self.nodeVersions.contains(kind):
            checkKeys(fields, allowed: ["main", "pre", "pre-if", "post", "post-if"], kind)
            return javaScript(Located(kind, at: using.span), fields)
        default:
            return failure(
                "'using: \(using.value)' is not supported, use 'docker', 'node12', "
                    + "'node16', 'node20' or 'node24' instead.",
                at: using.span,
                nearest: NearestMatch.nearest(
                    to: kind,
                    in: ["composite", "docker"] + Self.nodeVersions
                )
            )
        }
    }

    private mutating func composite(_ fields: Fields) -> ActionRuns? {
        guard let steps = fields["steps"] else {
            return failure(
                "You are using a composite action but there are no steps provided in \(file).",
                at: fields.span
            )
        }
        return .composite(converter.steps(steps, in: .composite))
    }

    private mutating func docker(_ fields: Fields) -> ActionRuns? {
        let preCondition = condition(fields["pre-if"])
        let postCondition = condition(fields["post-if"])
        guard let image = fields["image"]?.filledText else {
            return failure(
                "You are using a Container Action but an image is not provided in \(file).",
                at: fields.span
            )
        }
        return .docker(
            DockerAction(
                image: image,
                entrypoint: fields["entrypoint"]?.plainText,
                args: fields["args"],
                env: fields["env"],
                preEntrypoint: fields["pre-entrypoint"]?.plainText,
                preCondition: preCondition,
                postEntrypoint: fields["post-entrypoint"]?.plainText,
                postCondition: postCondition
            )
        )
    }

    private mutating func javaScript(_ using: Located<String>, _ fields: Fields) -> ActionRuns? {
        let preCondition = condition(fields["pre-if"])
        let postCondition = condition(fields["post-if"])
        guard let main = fields["main"]?.filledText else {
            return failure(
                "You are using a JavaScript Action but there is not an entry JavaScript file "
                    + "provided in \(file).",
                at: fields.span
            )
        }
        return .javaScript(
            JavaScriptAction(
                using: using,
                main: main,
                pre: fields["pre"]?.plainText,
                preCondition: preCondition,
                post: fields["post"]?.plainText,
                postCondition: postCondition
            )
        )
    }

    /// `pre-if` or `post-if`, which the runner reads before it knows of `${{ }}`.
    private mutating func condition(_ value: ValueTemplate?) -> Located<Condition>? {
        if let value, let text = value.plainText, Template.hasExpression(text.value) {
            converter.report(
                Diagnostic(
                    .expressionNotAllowed,
                    "A template expression is not allowed in this context",
                    at: value.span,
                    help: "write the condition without `${{ }}`"
                )
            )
            return nil
        }
        guard let value,
            let condition = converter.reader.condition(value, in: .actionIf, isLifecycle: true)
        else { return nil }
        return Located(condition, at: value.span)
    }

    private mutating func checkKeys(_ fields: Fields, allowed: [String], _ kind: String) {
        for (key, _) in fields.named where key.value != "using" && !allowed.contains(key.value) {
            let list = allowed.map { "`\($0)`" }.joined(separator: ", ")
            converter.report(
                Diagnostic(
                    .unknownKey,
                    "Unexpected value '\(key.value)'",
                    at: key.span,
                    notes: ["`using: \(kind)` takes \(list)"]
                )
            )
        }
    }

    private mutating func failure(
        _ message: String,
        at span: SourceSpan,
        nearest: String? = nil
    ) -> ActionRuns? {
        converter.report(
            Diagnostic(
                .actionRuns,
                message,
                at: span,
                help: nearest.map { "did you mean `\($0)`?" },
                githubLocation: .file
            )
        )
        return nil
    }
}
