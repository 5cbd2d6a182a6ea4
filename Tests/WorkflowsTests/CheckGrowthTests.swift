import Diagnostics
import Testing

@testable import Workflows

@Suite("how the time of a check grows")
struct CheckGrowthTests {
    private static let job = "on: push\njobs:\n  a:\n    runs-on: x\n"

    private static let growing: [MutationTests.Growing] = [
        .init("dense needs", "on: push\njobs:\n") { index in
            let needs = (max(0, index - 30)..<index).map { "j\($0)" }.joined(separator: ", ")
            return "  j\(index): {runs-on: x, needs: [\(needs)], steps: [{run: x}]}\n"
        },
        .init("unknown needs", "on: push\njobs:\n  a: {runs-on: x}\n") {
            "  j\($0): {runs-on: x, needs: [nope\($0)], steps: [{run: x}]}\n"
        },
        .init("unknown jobs in `needs`", "on: push\njobs:\n  a: {runs-on: x}\n") {
            "  j\($0): {runs-on: x, needs: a, env: {X: '${{ needs.j\($0 + 1) }}'}}\n"
        },
        .init("steps that read steps before them", job + "    steps:\n") {
            "      - {id: s\($0), run: '${{ steps.s\(max(0, $0 - 1)).outputs.x }}'}\n"
        },
        .init("steps that read unknown steps", job + "    steps:\n") {
            "      - {id: s\($0), run: '${{ steps.nope\($0).outputs.x }}'}\n"
        },
        .init("steps that read steps further down", job + "    steps:\n") {
            "      - {id: s\($0), run: '${{ steps.s\($0 + 1).outputs.x }}'}\n"
        },
        .init("steps that read all steps", job + "    steps:\n") {
            "      - {id: s\($0), run: '${{ join(steps.*.outcome) }}'}\n"
        },
        .init("findings in one line", "{on: push, jobs: {a: {runs-on: x, steps: [", "]}}}") { _ in
            "{run: 'echo ${{ github.nope }}'}, "
        },
        .init("findings in one text", job + "    steps:\n      - run: |\n") { _ in
            "          echo ${{ github.nope }}\n"
        },
        .init("keys of a matrix", job + "    strategy:\n      matrix:\n        include:\n") {
            "          - {k\($0): \($0)}\n"
        },
        .init("nested keys of a matrix", job + "    strategy:\n      matrix:\n        include:\n") {
            "          - {a: {k\($0): \($0)}}\n"
        },
    ]

    @Test("checking takes time in proportion to the text", arguments: growing)
    func growth(growing: MutationTests.Growing) {
        func cost(_ count: Int) -> Double {
            let file = SourceFile(path: "f.yml", text: growing.text(count))
            let clock = CPUClock()
            let (workflow, problems) = WorkflowParser.parse(file)
            let found = workflow.map {
                WorkflowChecks.findings(in: $0, of: file, surroundings: .init())
            }
            _ = DiagnosticRenderer.text(problems + (found ?? []), files: [file])
            return clock.seconds
        }
        // Sixteen times the text: sixteen times the work, not two hundred and fifty-six.
        let small = cost(150)
        let large = cost(2_400)
        #expect(large < 64 * small + 0.2, "\(small) s, then \(large) s")
    }
}
