import Diagnostics
import Testing

@testable import Workflows

@Suite("a large workflow that several workers read and check")
struct WorkersTests {
    private static let three = Workers(count: 3) { count, work in
        for number in (0..<count).reversed() { work(number) }
    }

    private static func text(_ job: (Int) -> String) -> String {
        "on: push\nconcurrency: all\nenv: {A: '${{ nope }}'}\njobs:\n"
            + (0..<900).map(job).joined()
    }

    private static func job(_ index: Int, _ more: String = "") -> String {
        """
          j\(index):
            needs: [\(index > 0 ? "j\((index - 1) / 2)" : "")]
            runs-on: ubuntu-latest
            env: {X: '${{ secrets.TOKEN }}', Y: '${{ needs.j\(index).result }}'}
            steps:
              - run: echo ${{ github.nope }} ${{ github.job }}
                if: github.event_name == 'push'
        \(more)
        """
    }

    @Test(
        "they find what one finds, in the same order",
        arguments: [
            text { job($0) },
            text { job($0, $0 % 7 == 3 ? "    concurrency: all\n" : "") },
            text { job($0, $0 % 100 == 60 ? "    step: 1\n" : "") },
            text { job($0, $0 == 700 ? "  bad id: 1\n  ${{ x }}: 2\n" : "") },
            text { "  j\($0): {runs-on: x, needs: j\(($0 + 1) % 900), steps: [{run: x}]}\n" },
        ]
    )
    func same(text: String) throws {
        let file = SourceFile(path: "ci.yml", text: text)
        let (one, problems) = WorkflowParser.parse(file)
        let (several, same) = WorkflowParser.parse(file, workers: Self.three)
        #expect(problems == same)
        let (first, second) = try (#require(one), #require(several))
        #expect(first.jobs.map(\.id) == second.jobs.map(\.id))
        #expect(first.jobs.map(\.span) == second.jobs.map(\.span))
        let found = WorkflowChecks.findings(in: first, of: file, surroundings: .init())
        let others = WorkflowChecks.findings(
            in: second,
            of: file,
            surroundings: .init(),
            workers: Self.three
        )
        #expect(found == others)
        #expect(!(problems + found).isEmpty)
    }

    @Test("what a run has not is told once, at its first place, whoever comes upon it")
    func missingValues() throws {
        let text = Self.text {
            Self.job($0, "      - run: ${{ secrets.S\($0 % 300) }} ${{ vars.V\(899 - $0) }}\n")
        }
        let file = SourceFile(path: "ci.yml", text: text)
        let workflow = try #require(WorkflowParser.parse(file).workflow)
        func missing(_ jobs: Range<Int>, _ workers: Workers) -> [String] {
            WorkflowChecks.missingValues(
                in: workflow,
                of: file,
                jobs: Set(jobs.map { "j\($0)" }),
                secrets: ["TOKEN"],
                variables: ["V0"],
                workers: workers
            ).map { "\($0.span.map(\.description) ?? "") \($0.message)" }
        }
        for jobs in [0..<900, 250..<700, 899..<900] {
            let found = missing(jobs, .one)
            #expect(found == missing(jobs, Self.three))
            #expect(Set(found).count == found.count)
        }
        #expect(missing(0..<900, Self.three).count == 300 + 899)
        #expect(missing(899..<900, Self.three).map { $0.contains("`S299`") } == [true])
    }
}
