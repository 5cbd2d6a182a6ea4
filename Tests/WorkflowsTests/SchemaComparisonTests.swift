import Foundation
import Testing

@testable import Workflows

@Suite(
    "our tables of keys beside GitHub's schemas",
    .enabled(if: ConformanceCase.isPresent, "no conformance data")
)
struct SchemaComparisonTests {
    /// Where we differ from `workflow-v1.0.json`, and why.
    static let workflowDifferences: [String: String] = [
        "cache-mode": cacheMode,
        "jobs.*{runs-on}.cache-mode": cacheMode,
        "jobs.*{uses}.cache-mode": cacheMode,
        "on.dynamic": unfired,
        "on.interactive_component": unfired,
        "on.member": unfired,
        "jobs.*{runs-on}.container.credentials.password": credentials,
        "jobs.*{runs-on}.container.credentials.username": credentials,
        "jobs.*{runs-on}.services.*.credentials.password": credentials,
        "jobs.*{runs-on}.services.*.credentials.username": credentials,
        "jobs.*{runs-on}.container.image": emptyImage,
        "jobs.*{runs-on}.services.*": emptyImage,
        "jobs.*{runs-on}.services.*.image": emptyImage,
        "jobs.*{runs-on}.snapshot.if": "the runner's own schema has the functions of a step's `if`",
        "on": repositoryDispatch,
        "on.create": anyMapping,
        "on.delete": anyMapping,
        "on.deployment": anyMapping,
        "on.deployment_status": anyMapping,
        "on.fork": anyMapping,
        "on.gollum": anyMapping,
        "on.page_build": anyMapping,
        "on.public": anyMapping,
        "on.status": anyMapping,
        "on[]": repositoryDispatch,
        "on.repository_dispatch.types": "one type needs no sequence, as for every other event",
        "on.workflow_call.inputs": emptyMapping,
        "on.workflow_call.outputs": emptyMapping,
        "on.workflow_call.secrets": emptyMapping,
        "on.workflow_dispatch.inputs": emptyMapping,
        "on.workflow_dispatch.inputs.*": emptyMapping,
        "on.workflow_dispatch.inputs.*.deprecationMessage": "documented, and newer than the schema",
    ]

    private static let cacheMode = "documented since September 2026, and newer than the schema"
    private static let unfired = "the server's own schema takes it, and GitHub never fires it"
    private static let credentials =
        "GitHub's page of contexts lists needs, strategy and matrix for credentials too"
    private static let emptyImage =
        "the server reads an empty image between quotes as none; an absent one is an error"
    private static let repositoryDispatch =
        "the schema repeats `branch_protection_rule` in its place"
    private static let anyMapping =
        "the server takes a mapping below every event, and passes over its keys"
    private static let emptyMapping = "the server takes nothing for an empty mapping"

    /// Where we differ from `action-v1.0.json`, and why.
    static let actionDifferences: [String: String] = [
        ".*": openTop,
        "branding": openTop,
        "branding.color": openTop,
        "branding.icon": openTop,
        "description": openTop,
        "name": openTop,
        "inputs": emptyMapping,
        "inputs.*": emptyMapping,
        "inputs.*.required": "the runner takes any text for it, and so does what is published",
        "outputs": emptyMapping,
        "outputs.*": emptyMapping,
        "outputs.*.*": openTop,
        "runs": runs,
        "runs.image": runs,
        "runs.main": runs,
        "runs.steps": runs,
        "runs.using": runs,
    ]

    private static let openTop =
        "the strict schema is an editor's; the runner passes over what it does not read"
    private static let runs = "what `using` needs is said in the runner's words, not by the schema"

    /// Keys newer than most descriptions of the syntax, nearly all of them in both tables.
    static let newerKeys = [
        "cache-mode", "concurrency.queue", "jobs.*{runs-on}.cache-mode", "jobs.*{uses}.cache-mode",
        "jobs.*{runs-on}.cancel-timeout-minutes",
        "jobs.*{runs-on}.environment.deployment", "jobs.*{runs-on}.services.*.command",
        "jobs.*{runs-on}.services.*.entrypoint", "jobs.*{runs-on}.snapshot",
        "jobs.*{runs-on}.steps[]{cancel}.cancel", "jobs.*{runs-on}.steps[]{parallel}.parallel",
        "jobs.*{runs-on}.steps[]{run}.background", "jobs.*{runs-on}.steps[]{uses}.background",
        "jobs.*{runs-on}.steps[]{wait-all}.wait-all", "jobs.*{runs-on}.steps[]{wait}.wait",
        "on.image_version.names", "on.schedule[].timezone", "permissions.models",
    ]

    @Test("the newest keys are known", arguments: newerKeys)
    func newer(path: String) {
        let ours = SchemaFacts(WorkflowSchema.root, tellsMappingsApart: true)
        #expect(ours.facts[path]?.contains("key") == true)
    }

    @Test("workflows have the keys, types and contexts of workflow-v1.0.json, and no other")
    func workflows() throws {
        let github = try SchemaFacts(
            github: ConformanceCase.folder.appendingPathComponent("workflow-v1.0.json"),
            root: "workflow-root-strict",
            tellsMappingsApart: true
        )
        let ours = SchemaFacts(WorkflowSchema.root, tellsMappingsApart: true)
        try compare(github, ours, except: Self.workflowDifferences, recorded: "workflow")
    }

    @Test("actions have the keys, types and contexts of action-v1.0.json, and no other")
    func actions() throws {
        let github = try SchemaFacts(
            github: ConformanceCase.folder.appendingPathComponent("action-v1.0.json"),
            root: "action-root-strict",
            tellsMappingsApart: false
        )
        let ours = SchemaFacts(ActionSchema.root, tellsMappingsApart: false)
        try compare(github, ours, except: Self.actionDifferences, recorded: "action")
    }

    /// A line for each fact; of a long list of words its length alone.
    private static func lines(_ facts: Set<String>, of whom: String) -> String {
        guard facts.count <= 20 else { return "  \(whom): \(facts.count) facts\n" }
        return facts.sorted().map { "  \(whom): \($0)\n" }.joined()
    }

    private func compare(
        _ github: SchemaFacts,
        _ ours: SchemaFacts,
        except differences: [String: String],
        recorded name: String
    ) throws {
        #expect(github.facts.count > 20)
        var known = ""
        var unused = Set(differences.keys)
        for path in Set(github.facts.keys).union(ours.facts.keys).sorted() {
            let expected = github.facts[path] ?? []
            let actual = ours.facts[path] ?? []
            guard expected != actual else { continue }
            if differences[path] != nil {
                unused.remove(path)
                // The reason is one of this difference, not of any at the same place.
                known += "\(path)\n"
                let (missing, added) = (expected.subtracting(actual), actual.subtracting(expected))
                known += Self.lines(missing, of: "GitHub's") + Self.lines(added, of: "ours")
                continue
            }
            Issue.record(
                """
                \(path): only GitHub's: \(expected.subtracting(actual).sorted()), \
                only ours: \(actual.subtracting(expected).sorted())
                """
            )
        }
        #expect(unused.isEmpty, "no difference at all")
        let place = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Goldens/schema/\(name)-differences.txt")
        try GoldenFile(place: place).expect(known)
    }
}
