import Diagnostics
import Execution
import Expressions
import Planning

/// What the expressions of `eval` may look at, and what is to say about it.
struct EvaluationContexts {
    /// The contexts by lower-case name.
    let values: [String: ExpressionValue]
    /// The names an expression may use.
    private(set) var scope: NameScope
    /// What must not be shown.
    let masks: SecretMasks
    /// What is wrong with the files that were read.
    let diagnostics: [Diagnostic]
    /// The texts that diagnostics are about.
    let sources: [SourceFile]
    /// What is to say when an expression names a context, by lower-case name.
    private let remarks: [String: String]
    /// Why some names have no value, by the keys that lead to them.
    private var unknown: [(path: [String], reason: String)] = []
    /// Whether they are those of a step, at none of its keys in particular.
    private var isAnyOfStep = false
    /// Bytes an evaluation may hold: those of a workflow, unless the contexts come from a file.
    private var memoryLimit = ExpressionLimits.templateMemory
    /// Whose contexts they are, when they are those of an earlier run.
    private(set) var summary: String?

    /// The contexts of a request: those it brings, else those of its project.
    init(_ request: EvaluationRequest) async throws(SessionError) {
        let isOfStep = request.step != nil
        let scope: NameScope? =
            if let key = request.key {
                try KeyScope.scope(of: key, inStep: isOfStep)
            } else {
                isOfStep ? Self.anyOfStep : nil
            }
        try await self.init(of: request)
        isAnyOfStep = isOfStep && request.key == nil
        if let scope { self.scope = scope }
    }

    private init(of request: EvaluationRequest) async throws(SessionError) {
        if let file = request.contexts {
            try self.init(json: file.text, path: file.path)
            return
        }
        if let name = request.earlierRun {
            self.init(try await EarlierRun.find(name, request.run, step: request.step))
            return
        }
        let named = Self.namedContexts(request.text)
        guard !named.isEmpty || request.run.workflow != nil || !request.run.jobs.isEmpty else {
            self.init(ProjectContexts())
            return
        }
        self.init(try await ProjectContexts.gather(request.run, step: request.step))
    }

    private init(_ earlier: EarlierRun) {
        values = earlier.contexts
        scope = Self.everything
        // What is kept was masked when it was written.
        masks = SecretMasks()
        (diagnostics, sources, remarks) = ([], [], earlier.remarks)
        unknown = earlier.unknown
        summary = earlier.summary
    }

    private init(_ project: ProjectContexts) {
        values = project.values
        scope = Self.everything
        masks = project.masks
        diagnostics = project.diagnostics
        sources = project.sources
        remarks = project.remarks
    }

    /// The contexts of a JSON object from a file; its keys are the only names that are known.
    ///
    /// - Throws: `SessionError.badContexts`.
    init(json: String, path: String) throws(SessionError) {
        let contexts: ExpressionObject
        do {
            guard case .object(let object) = try ExpressionValue(json: json) else {
                throw SessionError.badContexts(path: path, reason: "it holds no object")
            }
            contexts = object
        } catch let error as SessionError {
            throw error
        } catch {
            throw .badContexts(path: path, reason: "\(error)")
        }
        values = Dictionary(
            contexts.entries.map { ($0.lowercased(), $1) },
            uniquingKeysWith: { _, last in last }
        )
        scope = NameScope(contexts: contexts.keys, functions: Self.functions)
        masks = SecretMasks()
        memoryLimit = ExpressionLimits.memory
        if case .object(let secrets)? = values["secrets"] {
            for secret in secrets.values where secret.isPrimitive {
                masks.addSecret(secret.asString)
            }
        }
        (diagnostics, sources, remarks) = ([], [], [:])
    }

    /// All contexts and functions that any key of a workflow may use.
    static let everything = NameScope(
        contexts: NameScope.jobOutputs.contexts.union(NameScope.workflowOutput.contexts),
        functions: functions
    )

    /// All that any key of a step may use.
    private static let anyOfStep = NameScope(
        contexts: NameScope.step.contexts.union(NameScope.stepIf.contexts),
        functions: FunctionSignature.stepStatus + [.hashFiles]
    )

    private static let functions = FunctionSignature.jobStatus + [.hashFiles]

    /// The contexts that a text names; none when it cannot be parsed.
    private static func namedContexts(_ text: String) -> Set<String> {
        guard let parsed = try? EvaluatedText.parse(text, scope: everything) else { return [] }
        let expressions =
            switch parsed {
            case .expression(let expression): [expression]
            case .template(let template): template.expressions
            }
        return expressions.reduce(into: []) { $0.formUnion($1.referencedContexts) }
    }

    /// The contexts with the functions that go with them.
    ///
    /// The status functions read `job.status`; without one, all went well so far.
    var evaluation: EvaluationContext {
        let written = values["job"]?["status"]?.asString
        let status = written.flatMap { StepStatusFunctions.Status(rawValue: $0) }
        var functions = StepStatusFunctions(status ?? .success).table
        if written != nil, status == nil {
            // A job that was skipped: none of them was true.
            for name in ["success", "failure", "cancelled"] { functions[name] = { _ in false } }
        }
        functions["hashfiles"] = { _ in throw UnknownBeforeRun() }
        var context = EvaluationContext(values, functions: functions)
        context.memoryLimit = memoryLimit
        return context
    }

    /// What is to say about the contexts that expressions name.
    func notes(on expressions: [Expression]) -> [String] {
        let named = expressions.reduce(into: Set<String>()) { $0.formUnion($1.referencedContexts) }
        return named.sorted().compactMap { remarks[$0] }
            + (isAnyOfStep ? Self.limits(of: expressions, naming: named) : [])
            + (named.isEmpty ? [] : [summary].compactMap(\.self))
    }

    /// At which keys of a step GitHub refuses what expressions name.
    private static func limits(
        of expressions: [Expression],
        naming named: Set<String>
    ) -> [String] {
        let refused = named.subtracting(NameScope.stepIf.contexts).sorted()
        let status = Condition.statusFunctions.sorted().filter { name in
            expressions.contains { $0.calls(anyOf: [name]) }
        }
        return refused.map { "GitHub knows no `\($0)` in the `if` of a step" }
            + status.map { "GitHub knows no `\($0)()` at the keys of a step other than `if`" }
    }

    /// Why evaluated parts have no value that could be relied on; nil when nothing is missing.
    func problem(in parts: [EvaluatedPart]) -> String? {
        guard !unknown.isEmpty else { return nil }
        for part in parts where part.value != nil || part.hasFailed {
            if let path = part.path?.map({ $0.lowercased() }),
                let found = unknown.first(where: { $0.path.map { $0.lowercased() } == path })
            {
                return found.reason
            }
            if let problem = problem(in: part.parts) { return problem }
        }
        return nil
    }
}

extension EvaluatedPart {
    /// The keys that lead to what it names; nil for what is no property of a context.
    fileprivate var path: [String]? {
        switch node.kind {
        case .namedValue(let name): [name]
        case .index:
            if let path = parts[0].path, let key = parts[1].value, key.isPrimitive {
                path + [key.asString]
            } else {
                nil
            }
        default: nil
        }
    }
}

/// Why `hashFiles` has no value outside a job.
private struct UnknownBeforeRun: Error, CustomStringConvertible {
    var description: String { "`hashFiles` reads the workspace of a job, and no job is running" }
}
