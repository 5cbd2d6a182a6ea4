import Diagnostics
import Foundation
import Testing

@testable import ActlocalCommands
@testable import Sessions

@Suite("List of workflows")
struct CatalogTextTests {
    private static func entry(isValid: Bool = true) -> WorkflowCatalog.Entry {
        WorkflowCatalog.Entry(
            file: ".github/workflows/ci.yml",
            name: "CI",
            events: [
                .init(
                    name: "push",
                    filters: [
                        .init(key: "branches", values: ["main", "release/**", "v*"]),
                        .init(key: "paths-ignore", values: ["docs/**"]),
                    ]
                ),
                .init(name: "pull_request", filters: []),
            ],
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
                .github/workflows/ci.yml  CI  on push (branches: main, release/**, …; \
                paths-ignore: docs/**), pull_request
                  lint           ubuntu-latest
                  test  Test it  ubuntu-latest  needs lint

                .github/workflows/ci.yml  CI  on push (branches: main, release/**, …; \
                paths-ignore: docs/**), pull_request  not valid
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
        #expect(json.contains(#""paths-ignore" : ["#))
        #expect(json.hasSuffix("}\n"))
    }

    @Test("a file that cannot be read as a workflow does not hide the others")
    func neighbours() async throws {
        let scratch = try ScratchFolder()
        let folder = ".github/workflows"
        try scratch.file("\(folder)/a.yml", "on: push\njobs: [\n")
        try scratch.file(
            "\(folder)/b.yml",
            "on: push\njobs: { b: { runs-on: x, steps: [{ run: x }] } }\n"
        )
        try scratch.file("\(folder)/c.yml", "on: push\njobs: { c: { runs-off: x } }\n")
        try scratch.folder("\(folder)/d.yml")
        try scratch.file("\(folder)/e.yml", "")
        let text = try await CommandResult.of(["list", "-C", scratch.path])
        #expect(text.status == 3)
        for name in ["a", "c", "e"] {
            #expect(text.output.contains("\(folder)/\(name).yml"))
            #expect(text.console.contains("\(folder)/\(name).yml"))
        }
        // GitHub looks at files alone.
        #expect(!text.output.contains("d.yml"))
        #expect(text.output.contains("\(folder)/b.yml  on push\n  b    x\n"))
        let json = try await CommandResult.of(["list", "-C", scratch.path, "--json"])
        #expect(json.status == 3)
        #expect(json.output.components(separatedBy: #""isValid" : false"#).count == 4)
        #expect(json.output.components(separatedBy: #""isValid" : true"#).count == 2)
    }
}
