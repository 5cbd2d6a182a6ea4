import Diagnostics
import Testing

@testable import ActlocalCommands
@testable import Sessions

@Suite("List of workflows")
struct CatalogTextTests {
    private static func entry(isValid: Bool = true) -> WorkflowCatalog.Entry {
        WorkflowCatalog.Entry(
            file: ".github/workflows/ci.yml",
            name: "CI",
            events: ["push", "pull_request"],
            jobs: [
                .init(id: "lint", name: "lint", needs: [], runsOn: "ubuntu-latest"),
                .init(id: "test", name: "Test it", needs: ["lint"], runsOn: "ubuntu-latest"),
            ],
            diagnostics: isValid ? [] : [Diagnostic(.unknownKey, "unexpected", at: nil)],
            source: SourceFile(path: ".github/workflows/ci.yml", text: "")
        )
    }

    @Test("a workflow is a line, and so is each of its jobs")
    func text() {
        let catalog = WorkflowCatalog(entries: [Self.entry(), Self.entry(isValid: false)])
        #expect(
            CatalogText.text(catalog, .plain) == """
                .github/workflows/ci.yml  CI  on push, pull_request
                  lint           ubuntu-latest
                  test  Test it  ubuntu-latest  needs lint

                .github/workflows/ci.yml  CI  on push, pull_request  not valid
                  lint           ubuntu-latest
                  test  Test it  ubuntu-latest  needs lint

                """
        )
        #expect(CatalogText.text(WorkflowCatalog(entries: []), .plain) == "no workflows\n")
    }

    @Test("the JSON form has the same content")
    func json() {
        let json = CatalogText.json(WorkflowCatalog(entries: [Self.entry(isValid: false)]))
        #expect(json.contains(#""file" : ".github/workflows/ci.yml""#))
        #expect(json.contains(#""isValid" : false"#))
        #expect(json.contains(#""runsOn" : "ubuntu-latest""#))
        #expect(json.contains(#""version" : 1"#))
        #expect(json.hasSuffix("}\n"))
    }
}
