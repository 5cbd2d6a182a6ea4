import Expressions
import RunEvents
import Testing

@testable import Sessions

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is kept of runs for `eval --run`.
@Suite("Records of runs")
struct RunRecordTests {
    private static func record(
        _ run: Int,
        id: String? = nil,
        of home: String,
        _ stem: String = "ci",
        keyPrefix: String = ""
    ) -> RunRecord {
        RunRecord(
            run: run,
            id: id ?? "id-\(run)",
            home: home,
            folder: home,
            file: ".github/workflows/\(stem).yml",
            workflow: stem.uppercased(),
            keyPrefix: keyPrefix
        )
    }

    private static func job(_ key: String, _ contexts: String, leftOut: String = "[]") -> String {
        #"{"key":"\#(key)","conclusion":"failure","#
            + #""steps":[{"name":"Test","conclusion":"failure"}],"#
            + #""leftOut":\#(leftOut),"contexts":\#(contexts)}"#
    }

    /// What an expression comes to in a run, as JSON.
    private static func eval(
        _ text: String,
        _ run: String,
        in repository: ScratchRepository,
        _ change: (inout RunRequest) -> Void = { _ in }
    ) async throws -> EvaluationReport {
        try await .make(
            EvaluationRequest(text: text, run: repository.request(change), earlierRun: run)
        )
    }

    @Test("a job reads back as it was written, with names of `env` that differ in case")
    func lines() throws {
        let line = Self.job(
            "a (1)",
            #"{"env":[["A","1"],["a","2"]],"matrix":{"n":1.5},"steps":{}}"#,
            leftOut: #"[["steps","x"]]"#
        )
        let job = try #require(JobRecord(line: line))
        #expect(job.contexts["env"]?["a"] == "2")
        #expect(job.contexts["matrix"]?["n"] == 1.5)
        #expect(job.steps == [StepRecord(name: "Test", conclusion: .failure)])
        #expect(JobRecord(line: job.line)?.contexts == job.contexts)
        #expect(JobRecord(line: job.line)?.leftOut == [["steps", "x"]])
        #expect(JobRecord(line: "") == nil)
        let unknown = line.replacing("failure", with: "perhaps", maxReplacements: 1)
        #expect(JobRecord(line: unknown) == nil)
        let record = Self.record(1_795_347_012_345, of: "https://example.com/o/r", keyPrefix: "ci/")
        #expect(RunRecord(line: record.line) == record)
    }

    @Test("a run's number is one run's alone, and one that left nothing may come again")
    func numbers() async throws {
        let records = try await ScratchRepository().records
        #expect(records.claim(7))
        #expect(!records.claim(7))
        #expect(records.claim(8))
        records.giveUp(7)
        #expect(records.claim(7))
        records.sweep(before: 0)
        #expect(!records.claim(8), "it may be of a run that has just begun")
        records.sweep(before: .infinity)
        #expect(records.claim(8))
    }

    @Test("what is too large is left out and told, and what is small stays")
    func budget() {
        var budget = RecordBudget(room: 200)
        let large = ExpressionValue.string(String(repeating: "x", count: 300))
        let kept = budget.fit([
            "github": ["event": large, "ref": "r"],
            "steps": ["a": ["outputs": ["big": large, "small": "s"]]],
        ])
        #expect(kept?["github"]?["ref"] == "r")
        #expect(kept?["steps"]?["a"]?["outputs"]?["small"] == "s")
        #expect(kept?["steps"]?["a"]?["outputs"]?["big"] == nil)
        #expect(
            Set(budget.leftOut) == [["github", "event"], ["steps", "a", "outputs", "big"]]
        )
        #expect((kept?.exactJSON.utf8.count ?? 0) <= 200)
    }

    @Test("what was left out has no value, and what holds it is said not to be whole")
    func leftOut() async throws {
        let repository = try await ScratchRepository()
        let line = Self.job(
            "a",
            #"{"steps":{"x":{"outputs":{"small":"s"}}},"job":{"status":"success"}}"#,
            leftOut: #"[["steps","x","outputs","big"]]"#
        )
        let records = repository.records
        try records.write(Self.record(1, of: try await repository.scope), jobs: [line])
        let big = try await Self.eval(
            "steps['X'].outputs[format('{0}', 'BIG')]",
            "last",
            in: repository
        )
        #expect(big.json.contains("`steps.x.outputs.big` was not kept"))
        let small = try await Self.eval("steps.x.outputs.small", "1", in: repository)
        #expect(small.json == #"{"kind":"String","value":"s"}"#)
        #expect(small.notes.contains { $0.hasPrefix("`steps` is not whole") })
        let summary =
            "the contexts are those of job `a` in run `id-1`, which ended with `failure`; "
        #expect(small.notes.contains(summary + "failed: `Test`"))
        #expect(try await Self.eval("job.status", "last", in: repository).json.contains("failure"))
        let hash = try await Self.eval("hashFiles('x')", "last", in: repository)
        #expect(hash.json.contains("no job is running"))
    }

    @Test("for a job that was skipped no status function is true but `always`")
    func skipped() async throws {
        let repository = try await ScratchRepository()
        let line = Self.job("a", #"{"job":{"status":"skipped"}}"#)
            .replacing(#""failure""#, with: #""skipped""#)
        let record = Self.record(1, of: try await repository.scope)
        try repository.records.write(record, jobs: [line])
        for (text, value) in [
            ("success()", false), ("failure()", false), ("cancelled()", false), ("always()", true),
        ] {
            let report = try await Self.eval(text, "last", in: repository)
            #expect(report.json == #"{"kind":"Boolean","value":\#(value)}"#)
        }
    }

    @Test("all workflows of a run have its id, and one can be named")
    func workflows() async throws {
        let repository = try await ScratchRepository()
        let records = repository.records
        let scope = try await repository.scope
        for (run, stem) in [(1, "lint"), (2, "ci"), (3, "docs")] {
            try records.write(
                Self.record(
                    run,
                    id: run == 1 ? "old" : "new",
                    of: scope,
                    stem,
                    keyPrefix: run == 1 ? "" : "\(stem)/"
                ),
                jobs: [Self.job(run == 1 ? "a" : "\(stem)/a", #"{"github":{"job":"\#(stem)"}}"#)]
            )
        }
        func job(_ change: (inout RunRequest) -> Void) async throws -> String {
            try await Self.eval("github.job", "last", in: repository, change).json
        }
        #expect(try await job { $0.workflow = "lint" }.contains("lint"))
        #expect(try await job { $0.workflow = "CI" }.contains(#""ci""#))
        let path = "\(repository.root)/.github/workflows/lint.yml"
        #expect(try await job { $0.workflow = path }.contains("lint"))
        #expect(try await job { $0.jobs = ["docs/a"] }.contains("docs"))
        await #expect(
            throws: SessionError.earlierRun(.jobNeeded(run: "new", keys: ["ci/a", "docs/a"]))
        ) { try await job { $0.jobs = ["a"] } }
        await #expect(throws: SessionError.earlierRun(.unknownRun("x", newest: ["new", "old"]))) {
            try await Self.eval("1", "x", in: repository)
        }
    }

    @Test("the newest runs of each repository stay, and only their user may read them")
    func surplus() async throws {
        let repository = try await ScratchRepository()
        let records = repository.records
        for run in 1...RunRecords.runLimit + 3 {
            // The two newest are workflows of one run.
            let id = run > RunRecords.runLimit + 1 ? "new" : "\(run)"
            try records.write(Self.record(run, id: id, of: "here"), jobs: [])
        }
        try records.write(Self.record(99, of: "there"), jobs: [])
        #expect(records.surplus().map(\.record.run) == [2, 1])
        #expect(records.surplus(home: "there").isEmpty)
        #expect(records.remove(records.surplus()).count == 2)
        #expect(!FileManager.default.fileExists(atPath: records.root + "/1"))
        #expect(records.entries.map(\.record.run).first == 99)
        for (path, mode) in [("/99", 0o700), ("/99/contexts.jsonl", 0o600)] {
            let found = try FileManager.default.attributesOfItem(atPath: records.root + path)
            #expect(found[.posixPermissions] as? Int == mode)
        }
    }

    @Test("a file that is damaged is no run, and goes when it is old")
    func damaged() async throws {
        let repository = try await ScratchRepository()
        let records = repository.records
        try records.write(Self.record(1, of: "here"), jobs: [])
        try records.write(Self.record(2, of: "here"), jobs: [])
        try Data("{".utf8).write(to: URL(filePath: records.root + "/2/contexts.jsonl"))
        #expect(records.entries.map(\.record.run) == [1])
        records.sweep(before: 0)
        #expect(FileManager.default.fileExists(atPath: records.root + "/2"))
        records.sweep(before: .infinity)
        #expect(!FileManager.default.fileExists(atPath: records.root + "/2"))
        #expect(records.entries.map(\.record.run) == [1])
    }
}

extension ScratchRepository {
    /// What the program keeps of its runs.
    fileprivate var records: RunRecords { RunRecords(request().machine) }

    /// What tells it from others.
    fileprivate var scope: String {
        get async throws { try await Revision.repository(at: root, request()).scope }
    }
}
