import Diagnostics
import Foundation
import Testing

@testable import Workflows

/// Mutated files through every parser. By hand for longer, with other seeds in every run:
///
///     ACTLOCAL_FUZZ_SECONDS=3600 swift test --filter MutationTests
///
/// The text that is being read then stands in `actlocal-fuzz.yml` in the temporary folder.
@Suite("files that were mutated")
struct MutationTests {
    private static let seconds = ProcessInfo.processInfo.environment["ACTLOCAL_FUZZ_SECONDS"]
        .flatMap(Double.init)

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// What is mutated: the goldens, and the sample's workflows.
    private static let seeds: [String] = {
        let folders = ["Goldens", "../../workflows/deep-calm/.github/workflows"]
        return folders.flatMap { folder -> [String] in
            let path = root.appendingPathComponent(folder)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path.path)) ?? []
            return names.filter { $0.hasSuffix(".yml") }.sorted().compactMap {
                try? String(contentsOf: path.appendingPathComponent($0), encoding: .utf8)
            }
        }
    }()

    @Test("every parser reads any text to its end, and places what it says inside the text")
    func mutations() throws {
        #expect(Self.seeds.count > 20)
        let start = UInt64(Date().timeIntervalSince1970)
        var random = TextMutation(seed: Self.seconds == nil ? 20_241_122 : start)
        var found: Set<DiagnosticCode> = []
        var round = 0
        while Self.goesOn(round, since: start) {
            let text = random.changed(
                Self.seeds[round % Self.seeds.count],
                mixing: Self.seeds[(round * 7 + 3) % Self.seeds.count]
            )
            round += 1
            let file = SourceFile(path: "fuzz.yml", text: text)
            if Self.seconds != nil {
                let place = NSTemporaryDirectory() + "actlocal-fuzz.yml"
                try text.write(toFile: place, atomically: false, encoding: .utf8)
            }
            for diagnostic in Self.diagnostics(file, round) {
                found.insert(diagnostic.code)
                Self.check(diagnostic, in: file)
            }
        }
        // What the mutations bring about, so that they cannot become harmless unseen.
        #expect(found.count > 20)
    }

    private static func goesOn(_ round: Int, since start: UInt64) -> Bool {
        guard let seconds else { return round < 1_500 }
        return Date().timeIntervalSince1970 - Double(start) < seconds
    }

    private static func diagnostics(_ file: SourceFile, _ round: Int) -> [Diagnostic] {
        let clock = CPUClock()
        let (workflow, problems) = WorkflowParser.parse(file)
        var all = problems
        if let workflow {
            all += ReusableCalls.read(from: workflow) { _, _ in .found(file) }.diagnostics
            all += WorkflowChecks.findings(in: workflow, of: file, surroundings: .init())
        }
        let (manifest, actionProblems) = ActionManifestParser.parse(file)
        all += actionProblems
        if let manifest {
            all += WorkflowChecks.findings(in: manifest, of: file, surroundings: .init())
        }
        all += DependabotParser.diagnostics(file)
        all += ProjectConfigurationParser.parse(file).diagnostics
        let rendered = DiagnosticRenderer.text(all, files: [file])
        #expect(rendered.isEmpty == all.isEmpty)
        #expect(clock.seconds < 5, "\(file.text.utf8.count) bytes in round \(round)")
        return all
    }

    private static func check(_ diagnostic: Diagnostic, in file: SourceFile) {
        #expect(!diagnostic.message.isEmpty)
        guard let span = diagnostic.span else { return }
        let isInside =
            span.start <= span.end && span.start.line >= 1 && span.start.column >= 1
            && span.end.offset <= file.text.utf8.count
            && span.start.offset <= span.end.offset
        #expect(isInside, "\(diagnostic) in \(file.text.debugDescription)")
    }

    // MARK: Growth

    /// A text that grows in one way, by how often something is repeated.
    struct Growing: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: @Sendable (Int) -> String

        init(_ name: String, _ before: String, _ after: String = "", _ part: @escaping Part) {
            testDescription = name
            text = { count in before + (0..<count).map(part).joined() + after }
        }

        typealias Part = @Sendable (Int) -> String
    }

    private static let job = "on: push\njobs:\n  a:\n    runs-on: x\n"

    static let growing: [Growing] = [
        Growing("jobs", "on: push\njobs:\n") { "  j\($0): {runs-on: x}\n" },
        Growing("needs", "on: push\njobs:\n  j0: {runs-on: x}\n") {
            "  j\($0 + 1): {runs-on: x, needs: [j\($0)]}\n"
        },
        Growing("unknown keys", "on: push\n") { "key\($0): 1\n" },
        Growing("steps of one name", job + "    steps:\n") { _ in "      - {uses: a/b@c}\n" },
        Growing("expressions", "on: push\nenv:\n") { "  V\($0): a ${{ github.x\($0) }} b\n" },
        Growing("errors on one line", "on: push\njobs: {", "}") { "j\($0): {x: ${{ y }}}, " },
        Growing("one long text", "on: push\nname: \"", "\"") { _ in "é\\u00e9 " },
        Growing("folded text", "name: >\n") { _ in "  a  b\n\n" },
        Growing("aliases", "a: &x [1]\nb:\n") { _ in "  - *x\n" },
        Growing("anchors", "b:\n") { "  - &x\($0) 1\n" },
        Growing("open brackets", "a: ") { _ in "[" },
        Growing("open quotes", "a: ") { _ in "'" },
        Growing("comments", "", "a: 1") { _ in "# x\n" },
        Growing("operators", "run-name: ${{ 1", " }}") { _ in " && 1" },
        Growing("indices", "run-name: ${{ github", " }}") { _ in ".a" },
        Growing("matrix", job + "    strategy:\n      matrix:\n        include:\n") {
            "          - {v: \($0)}\n"
        },
        Growing("schedules", "on:\n  schedule:\n") { _ in "    - cron: '1 2 3 4 5'\n" },
        Growing("paths", "on:\n  push:\n    paths:\n") { "      - 'a\($0)/**'\n" },
        Growing("outputs", job + "    outputs:\n") { "      o\($0): ${{ steps.a.outputs.b }}\n" },
    ]

    @Test("reading takes time in proportion to the text", arguments: growing)
    func growth(growing: Growing) {
        func cost(_ count: Int) -> Double {
            let file = SourceFile(path: "f.yml", text: growing.text(count))
            let clock = CPUClock()
            let diagnostics = WorkflowParser.parse(file).diagnostics
            _ = DiagnosticRenderer.text(diagnostics, files: [file])
            return clock.seconds
        }
        // Sixteen times the text: sixteen times the work, not two hundred and fifty-six.
        let small = cost(150)
        let large = cost(2_400)
        #expect(large < 64 * small + 0.2, "\(small) s, then \(large) s")
    }
}

/// Processor time of this thread, which a busy machine does not lengthen much.
struct CPUClock {
    private let start = CPUClock.now

    /// Seconds since the clock was made.
    var seconds: Double { Self.now - start }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
