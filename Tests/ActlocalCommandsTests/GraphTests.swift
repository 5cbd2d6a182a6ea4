import Foundation
import Testing

@testable import ActlocalCommands
@testable import Sessions

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The pictures of `graph`")
struct GraphTests {
    private static let graph = JobGraph(
        workflow: #"CI "of" <all> & 日本"#,
        file: ".github/workflows/ci.yml",
        event: "push",
        jobs: [
            node("lint"),
            node("build", legs: 6, condition: #"github.ref == 'refs/heads/main' && !"x\n""#),
            node("test", name: "Test | {it}; #1 %% \"now\"", needs: ["lint", "build"], stage: 2),
            node(
                "call",
                needs: ["LINT"],
                stage: 2,
                call: .init(
                    reference: "./.github/workflows/deploy.yml",
                    jobs: [node("pull"), node("restart", needs: ["pull"], stage: 2)]
                )
            ),
            node(
                "deploy",
                needs: ["test", "lint", "call"],
                stage: 3,
                fate: .other(.skipped, reason: "its `if` is false: a < b")
            ),
            node(
                "notify",
                needs: ["deploy"],
                stage: 4,
                fate: .other(.unresolved, reason: "its `if` reads `needs.deploy.outputs.x`")
            ),
        ]
    )

    private static func node(
        _ id: String,
        name: String? = nil,
        needs: [String] = [],
        stage: Int = 1,
        legs: Int = 1,
        condition: String? = nil,
        fate: JobGraph.Fate = .runs,
        call: JobGraph.Call? = nil
    ) -> JobGraph.Node {
        JobGraph.Node(
            id: id,
            name: name ?? id,
            needs: needs,
            stage: stage,
            legs: fate == .runs ? legs : nil,
            condition: condition,
            fate: fate,
            call: call
        )
    }

    @Test(
        "every form is as it was recorded",
        arguments: GraphCommand.Format.allCases
    )
    func goldens(format: GraphCommand.Format) throws {
        let text =
            switch format {
            case .text: GraphText(style: .plain).text(Self.graph)
            case .mermaid: GraphMermaid.text([Self.graph])
            case .dot: GraphDot.text(Self.graph)
            case .svg: GraphSVG.text([Self.graph])
            case .json: JobGraph.json([Self.graph])
            }
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Goldens/graph.\(format.rawValue)")
        if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded \(file.lastPathComponent)")
            return
        }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test("the picture is XML that a reader accepts, with the names as they are")
    func xml() throws {
        let collector = TextCollector()
        let parser = XMLParser(data: Data(GraphSVG.text([Self.graph]).utf8))
        parser.delegate = collector
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(collector.texts.contains(#"Test | {it}; #1 %% "now""#))
        #expect(collector.texts.contains { $0.hasPrefix(#"CI "of" <all> & 日本"#) })
    }

    @Test("boxes do not touch, and lines start and end at them")
    func layout() {
        let layout = GraphLayout(Self.graph.jobs)
        for (index, box) in layout.boxes.enumerated() {
            #expect(box.left >= 0 && box.left + box.width <= layout.width)
            #expect(box.top >= 0 && box.top + box.height <= layout.height)
            for other in layout.boxes[(index + 1)...] {
                let isApart =
                    box.left + box.width < other.left || other.left + other.width < box.left
                    || box.top + box.height < other.top || other.top + other.height < box.top
                #expect(isApart, "\(box.job.id) touches \(other.job.id)")
            }
        }
        #expect(layout.edges.count == 7)
        for edge in layout.edges {
            #expect(layout.boxes.contains { $0.left + $0.width == edge.first?.x })
            #expect(layout.boxes.contains { $0.left == edge.last?.x })
        }
        #expect(GraphLayout([]).width == 0)
    }

    @Test("the lines of many needs share their way")
    func dense() {
        let jobs = (0..<100).map { index in
            Self.node("j\(index)", needs: (0..<index).map { "j\($0)" }, stage: index + 1)
        }
        let layout = GraphLayout(jobs)
        #expect(layout.edges.count == 4950)
        #expect(layout.edges.reduce(0) { $0 + $1.count } < 25_000)
        #expect(layout.height < 100 * 2 * (GraphLayout.cell.height + 16))
        let points = Set(layout.edges.flatMap { $0.map { "\($0.x) \($0.y)" } })
        for edge in layout.edges {
            #expect(layout.boxes.contains { $0.left == edge.last?.x })
            #expect(edge.first.map { points.contains("\($0.x) \($0.y)") } == true)
        }
    }

    @Test("the command draws what a plan has")
    func command() async throws {
        let scratch = try ScratchFolder()
        try scratch.file(
            ".github/workflows/ci.yml",
            """
            name: CI
            on: push
            jobs:
              a:
                runs-on: ubuntu-latest
                strategy: { matrix: { n: [1, 2, 3] } }
                steps: [{ run: "true" }]
              b:
                needs: a
                if: github.event_name == 'pull_request'
                runs-on: ubuntu-latest
                steps: [{ run: "true" }]
            """
        )
        let result = try await CommandResult.of(["graph", "ci", "-C", scratch.path])
        #expect(result.status == 0)
        #expect(
            result.output == """
                CI (.github/workflows/ci.yml), started by `push`

                a  3 legs
                └─ b  if github.event_name == 'pull_request', skipped: its `if` is false: \
                github.event_name == 'pull_request'

                """
        )
        for format in GraphCommand.Format.allCases {
            let picture = try await CommandResult.of(
                ["graph", "ci", "-C", scratch.path, "--format", format.rawValue]
            )
            #expect(picture.status == 0)
            #expect(picture.output.contains("3") && picture.output.hasSuffix("\n"))
        }
    }
}

/// Gathers the text of each element.
private final class TextCollector: NSObject, XMLParserDelegate {
    private(set) var texts: [String] = []
    private var current = ""

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        current += string
    }

    func parser(
        _ parser: XMLParser,
        didEndElement elementName: String,
        namespaceURI: String?,
        qualifiedName: String?
    ) {
        texts.append(current.trimmingCharacters(in: .newlines))
        current = ""
    }
}
