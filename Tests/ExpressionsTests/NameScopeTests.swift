import Testing

@testable import Expressions

@Suite("Which names each key knows")
struct NameScopeTests {
    private static let rows: [(String, NameScope, String, String)] = [
        ("workflow", .workflow, "github inputs vars", ""),
        ("workflow env", .workflowEnv, "github inputs vars secrets", ""),
        ("workflow output", .workflowOutput, "github inputs vars jobs", ""),
        ("job if", .jobIf, "github inputs vars needs", "always cancelled failure success"),
        ("strategy", .strategy, "github inputs vars needs", ""),
        ("job", .job, "github inputs vars needs strategy matrix", ""),
        (
            "environment url", .environmentURL,
            "github inputs vars needs strategy matrix steps job runner env", ""
        ),
        ("job env", .jobEnv, "github inputs vars needs strategy matrix secrets", ""),
        ("job defaults", .jobDefaults, "github inputs vars needs strategy matrix env", ""),
        (
            "credentials", .containerCredentials,
            "github inputs vars needs strategy matrix secrets env", ""
        ),
        (
            "outputs", .jobOutputs,
            "github inputs vars needs strategy matrix secrets steps job runner env", ""
        ),
        (
            "container env", .containerEnv,
            "github inputs vars needs strategy matrix secrets steps job runner env", ""
        ),
        (
            "step", .step,
            "github inputs vars needs strategy matrix secrets steps job runner env", "hashFiles"
        ),
        (
            "step if", .stepIf, "github inputs vars needs strategy matrix steps job runner env",
            "always cancelled failure hashFiles success"
        ),
        (
            "snapshot if", .snapshotIf, "github inputs vars needs strategy matrix",
            "always cancelled failure hashFiles success"
        ),
        ("input default", .actionInputDefault, "github strategy matrix job runner", "hashFiles"),
        (
            "action output", .actionOutput,
            "github strategy matrix steps inputs job runner env", ""
        ),
        ("docker action", .dockerAction, "inputs", ""),
        (
            "composite step", .compositeStep,
            "github inputs strategy matrix steps job runner env", "hashFiles"
        ),
        (
            "composite step if", .compositeStepIf,
            "github inputs strategy matrix steps job runner env",
            "always cancelled failure hashFiles success"
        ),
        (
            "pre-if", .actionLifecycleIf, "github job runner strategy matrix env inputs",
            "always cancelled failure hashFiles success"
        ),
        ("none", .none, "", ""),
    ]

    private static let everyContext = [
        "github", "inputs", "vars", "needs", "strategy", "matrix", "secrets", "steps", "job",
        "runner", "env", "jobs",
    ]

    @Test("each key knows exactly its contexts and functions")
    func keys() {
        for (name, scope, contexts, functions) in Self.rows {
            let known = Set(contexts.split(separator: " ").map(String.init))
            for context in Self.everyContext {
                #expect(scope.hasContext(context) == known.contains(context), "\(name): \(context)")
                #expect(scope.hasContext(context.uppercased()) == known.contains(context))
            }
            let special = scope.specialFunctions.values.map(\.name).sorted()
            #expect(special == functions.split(separator: " ").map(String.init), "\(name)")
            #expect(scope.allowsExpressions == (name != "none"))
        }
    }

    @Test("every key knows the common functions")
    func functions() {
        for name in [
            "contains", "startsWith", "endsWith", "format", "join", "toJSON", "fromJSON", "case",
            "TOJSON", "fromjson",
        ] {
            #expect(NameScope.workflow.function(name) != nil)
        }
        #expect(NameScope.workflow.function("hashFiles") == nil)
        #expect(NameScope.step.function("HASHFILES")?.maximum == 255)
        #expect(NameScope.jobIf.function("success")?.maximum == .max)
        #expect(NameScope.stepIf.function("success")?.maximum == 0)
        #expect(NameScope.workflow.functionNames.count == 8)
    }
}
