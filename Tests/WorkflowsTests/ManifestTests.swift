import Diagnostics
import Expressions
import Testing
import Workflows

@Suite("actions and configurations as typed values")
struct ManifestTests {
    private struct Unexpected: Error {}

    private func manifest(_ text: String) throws -> ActionManifest {
        let file = SourceFile(path: "action.yml", text: text)
        let (manifest, diagnostics) = ActionManifestParser.parse(file)
        #expect(diagnostics.map(\.message) == [])
        return try #require(manifest)
    }

    @Test("a composite action")
    func composite() throws {
        let manifest = try manifest(
            """
            name: n
            description: d
            branding: {icon: x, color: y}
            inputs: {a: {default: 1, required: 'true'}, b: }
            outputs: {o: {description: x, value: '${{ steps.s.outputs.v }}'}}
            runs:
              using: composite
              steps:
                - {id: s, run: echo, shell: '${{ inputs.a }}'}
                - {uses: ./x, with: {a: b}}
            """
        )
        guard case .composite(let steps) = manifest.runs else {
            throw Unexpected()
        }
        #expect(manifest.inputs.map(\.name.value) == ["a", "b"])
        #expect(manifest.inputs[0].defaultValue?.value.literal == "1")
        #expect(manifest.inputs[0].isRequired && !manifest.inputs[1].isRequired)
        #expect(manifest.outputs[0].value?.value.expressionText == "steps.s.outputs.v")
        #expect(steps.map(\.contextName) == ["s", "__self"])
    }

    @Test("a JavaScript action")
    func javaScript() throws {
        let manifest = try manifest(
            "runs: {using: Node20, main: a.js, pre: b.js, post: c.js, post-if: success()}"
        )
        guard case .javaScript(let action) = manifest.runs else {
            throw Unexpected()
        }
        #expect(action.using.value == "node20")
        #expect(action.main.value == "a.js" && action.pre?.value == "b.js")
        #expect(action.preCondition?.value == nil)
        #expect(action.postCondition?.value.text == "success()")
    }

    @Test("a Docker action")
    func docker() throws {
        let manifest = try manifest(
            """
            runs:
              using: docker
              image: Dockerfile
              args: [a, '${{ inputs.x }}', 3]
              env: {A: '${{ inputs.y }}'}
              pre-entrypoint: p.sh
            """
        )
        guard case .docker(let action) = manifest.runs,
            case .sequence(let arguments) = action.args?.content
        else {
            throw Unexpected()
        }
        #expect(action.image.value == "Dockerfile")
        #expect(arguments.count == 3)
        #expect(action.preEntrypoint?.value == "p.sh")
    }

    @Test("a configuration")
    func configuration() throws {
        let text = """
            images: {ubuntu-latest: img:1, "postgres:16": pg}
            actions: {codecov/codecov-action: ./local, a/b/c@v1: ./x}
            certificates: certs/ca.pem
            env: {A: 1, B: ''}
            vars: {V: x}
            secrets-file: .secrets
            vars-file: .vars
            env-file: .env
            input-file: .input
            docker: none
            """
        let file = SourceFile(path: ".actlocal.yml", text: text)
        let (configuration, diagnostics) = ProjectConfigurationParser.parse(file)
        #expect(diagnostics.isEmpty)
        let read = try #require(configuration)
        #expect(read.images.mapValues(\.value) == ["ubuntu-latest": "img:1", "postgres:16": "pg"])
        #expect(read.actions["a/b/c@v1"]?.value == "./x")
        #expect(read.certificates == .file(path: "certs/ca.pem") && read.docker == .nothing)
        #expect(read.env == ["A": "1", "B": ""] && read.vars == ["V": "x"])
        #expect(
            [read.secretsFile, read.varsFile, read.envFile, read.inputFile].map { $0?.value }
                == [".secrets", ".vars", ".env", ".input"]
        )
        #expect(read.secretsFile?.span.start.line == 6)
    }

    @Test(
        "an empty configuration sets nothing, and the two words for certificates are known",
        arguments: [
            ("", nil), ("certificates: host", .host), ("certificates: none", .nothing),
        ] as [(String, ProjectConfiguration.Certificates?)]
    )
    func certificates(text: String, expected: ProjectConfiguration.Certificates?) {
        let file = SourceFile(path: ".actlocal.yml", text: text)
        let (configuration, diagnostics) = ProjectConfigurationParser.parse(file)
        #expect(diagnostics.isEmpty)
        #expect(configuration?.certificates == expected)
    }

    @Test("registries are named by their hosts alone")
    func registries() {
        for name in ["localhost", "ghcr.io/octo", "ghcr.io:443", "-x.io", "a b.io"] {
            let text = "registries: { quay.io: local, ghcr.io: local, '\(name)': local }"
            let file = SourceFile(path: ".actlocal.yml", text: text)
            let (configuration, diagnostics) = ProjectConfigurationParser.parse(file)
            #expect(diagnostics.map(\.code) == [.pathValue], "\(name)")
            #expect(configuration?.registries == ["ghcr.io", "quay.io"])
        }
    }
}
