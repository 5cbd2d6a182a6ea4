package import Diagnostics
import Expressions
import YAMLSyntax

/// Reads `.github/dependabot.yml`, to say what is wrong with it; nothing of it runs here.
package enum DependabotParser {
    /// Everything wrong with a file.
    package static func diagnostics(_ file: SourceFile) -> [Diagnostic] {
        var limits = YAMLParser.Limits()
        limits.allowsAnchors = false
        let (yaml, found) = YAMLParser.document(of: file, limits: limits)
        let problems = found.map(\.inDependabotWords)
        guard let yaml else {
            return problems.inOrderOfPlace
        }
        var reader = DocumentReader(yaml, of: file, problems: problems)
        let document = reader.readDocument(as: DependabotSchema.root)
        if let fields = Fields(document) {
            var check = DependabotCheck(fields, reader: reader)
            check.run()
            reader = check.reader
        }
        return reader.diagnostics.inOrderOfPlace
    }
}

extension Diagnostic {
    /// What Dependabot's own reader of YAML says: it refuses aliases, and takes the last of two
    /// keys.
    fileprivate var inDependabotWords: Diagnostic {
        switch code {
        case .anchorNotSupported:
            Diagnostic(
                code,
                "YAML aliases are not supported",
                at: span,
                help: "repeat the value in place of each alias"
            )
        case .duplicateKey:
            Diagnostic(code, severity: .warning, message, at: span, notes: notes, help: help)
        default:
            self
        }
    }
}

/// Checks what no schema can say.
private struct DependabotCheck {
    let root: Fields
    var reader: DocumentReader

    init(_ root: Fields, reader: DocumentReader) {
        self.root = root
        self.reader = reader
    }

    mutating func run() {
        if let version = root["version"], case .number(let number) = version.content, number != 2 {
            report(
                .unexpectedValue,
                "The property '#/version' value \(ExpressionValue.number(number).asString) did not "
                    + "match one of the following values: 2",
                at: version.span,
                help: "write `version: 2`"
            )
        }
        let groups = Fields(root["multi-ecosystem-groups"])
        for (_, group) in groups?.named ?? [] {
            checkSchedule(Fields(group)?["schedule"])
        }
        var taken: Set<String> = []
        for (index, update) in (root["updates"]?.items ?? []).enumerated() {
            guard let fields = Fields(update) else { continue }
            checkKeys(of: fields, "#/updates/\(index)")
            checkFolders(of: fields, "#/updates/\(index)", &taken)
            checkLimit(fields["open-pull-requests-limit"])
            checkSchedule(fields["schedule"])
            checkName(fields["multi-ecosystem-group"], in: groups, "multi-ecosystem-groups")
            for name in fields["registries"]?.items ?? [] {
                checkName(name, in: Fields(root["registries"]), "registries")
            }
        }
    }

    private mutating func checkKeys(of update: Fields, _ path: String) {
        if update["schedule"] == nil, update["multi-ecosystem-group"] == nil {
            missing("schedule", of: path, at: update.span)
        }
        switch (update["directory"], update["directories"]) {
        case (nil, nil): missing("directory", of: path, at: update.span)
        case (_?, let directories?):
            report(
                .unknownKey,
                "`directory` and `directories` exclude each other",
                at: directories.span,
                help: "remove one of the two keys"
            )
        default: break
        }
    }

    /// Folders with a pattern where only one may stand, and those that another update has too.
    ///
    /// Source: the messages of Dependabot's own check of pull requests
    private mutating func checkFolders(
        of update: Fields,
        _ path: String,
        _ taken: inout Set<String>
    ) {
        if let folder = update["directory"]?.plainText, folder.value.contains("*") {
            report(
                .unexpectedValue,
                "The property '\(path)/directory' must not include a glob pattern",
                at: folder.span,
                help: "write it below `directories`"
            )
        }
        guard let ecosystem = update["package-ecosystem"]?.plainText else { return }
        let branch = update["target-branch"]?.plainText?.value ?? ""
        let several = update["directories"]?.items ?? []
        let folders = ([update["directory"]].compactMap(\.self) + several)
            .compactMap { $0.plainText?.value }
        let keys = Set(folders).map { "\(ecosystem.value)\n\($0)\n\(branch)" }
        if keys.contains(where: taken.contains) {
            report(
                .duplicateIdentifier,
                "Update configs must have a unique combination of 'package-ecosystem', "
                    + "'directory', and 'target-branch'. Ecosystem '\(ecosystem.value)' has "
                    + "overlapping directories.",
                at: ecosystem.span,
                help: "join the two updates"
            )
        }
        taken.formUnion(keys)
    }

    private mutating func checkLimit(_ value: ValueTemplate?) {
        guard let value, case .number(let number) = value.content, number < 0 else { return }
        report(
            .unexpectedValue,
            "`open-pull-requests-limit` cannot be negative",
            at: value.span,
            help: "write `0` for no pull requests"
        )
    }

    private mutating func checkSchedule(_ value: ValueTemplate?) {
        guard let fields = Fields(value) else { return }
        if fields["interval"]?.plainText?.value == "cron", fields["cronjob"] == nil {
            report(
                .missingKey,
                "Required property is missing: cronjob",
                at: fields.span,
                help: "add `cronjob:`"
            )
        }
        if let time = fields["time"]?.plainText, !Self.isTime(time.value) {
            report(
                .unexpectedValue,
                "Unexpected value '\(time.value)'",
                at: time.span,
                help: "write hours and minutes between quotes, such as `\"05:30\"`"
            )
        }
    }

    private mutating func checkName(_ value: ValueTemplate?, in known: Fields?, _ key: String) {
        guard let name = value?.plainText, name.value != "*" else { return }
        let names = known?.named.map(\.name.value) ?? []
        guard !names.contains(name.value) else { return }
        let nearest = NearestMatch.nearest(to: name.value, in: names)
        report(
            .unexpectedValue,
            "`\(name.value)` is not defined below `\(key)`",
            at: name.span,
            help: nearest.map { "did you mean `\($0)`?" } ?? "add it to the top-level `\(key)`"
        )
    }

    /// Whether a text is `hh:mm`.
    private static func isTime(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && Int($0) != nil }),
            let hours = Int(parts[0]), let minutes = Int(parts[1])
        else {
            return false
        }
        return (0...23).contains(hours) && (0...59).contains(minutes)
    }

    private mutating func missing(_ key: String, of path: String, at span: SourceSpan) {
        report(
            .missingKey,
            "The property '\(path)' did not contain a required property of '\(key)'",
            at: span,
            help: "add `\(key):`"
        )
    }

    private mutating func report(
        _ code: DiagnosticCode,
        _ message: String,
        at span: SourceSpan,
        help: String? = nil
    ) {
        reader.report(Diagnostic(code, message, at: span, help: help))
    }
}
