import Execution
import RunEvents
import RunnerServices
import Workspaces

/// Keeps what the jobs of one workflow's run leave, while they end.
actor RunKeeper {
    private let records: RunRecords
    private let record: RunRecord
    private let report: RunReport
    private var lines: [String] = []
    private var room = RunRecords.runSize
    private var written: (count: Int, time: ContinuousClock.Instant)?
    private var pending: Task<Void, Never>?
    /// The last writing, which the next one waits for.
    private var writing: Task<Void, Never>?

    /// A keeper of a run of which nothing is kept yet.
    init(_ records: RunRecords, _ record: RunRecord, report: RunReport) {
        self.records = records
        self.record = record
        self.report = report
    }

    /// Keeps what a job leaves; what comes within a second of the last is written after it.
    func keep(_ job: EndedJob) async {
        let kept = JobRecord(
            job,
            steps: report.progress.steps(of: job.key).map {
                ($0.key, job.masked($0.name), $0.conclusion)
            },
            room: min(RunRecords.jobSize, room)
        )
        let line = kept.line
        room = max(0, room - line.utf8.count)
        lines.append(line)
        guard let last = written?.time, .now < last + .seconds(1) else { return await write() }
        guard pending == nil else { return }
        pending = Task {
            try? await Task.sleep(until: last + .seconds(1))
            guard !Task.isCancelled else { return }
            pending = nil
            await write()
        }
    }

    /// Writes what was not written yet, and removes what is older than the newest runs.
    func finish() async {
        if written?.count != lines.count { await write() }
        await writing?.value
        let (records, home) = (records, record.home)
        await BlockingWork.run { _ = records.remove(records.surplus(home: home)) }
    }

    private func write() async {
        written = (lines.count, .now)
        pending?.cancel()
        pending = nil
        let task = Task { [lines, records, record, report, writing] in
            await writing?.value
            let result = await BlockingWork.run {
                Result { try records.write(record, jobs: lines) }
            }
            guard case .failure(let problem) = result else { return }
            await report.send(
                .notHonoured(
                    NotHonoured(
                        subject: "contexts for `actlocal eval --run`",
                        reason: "they are not kept: \(problem)"
                    )
                )
            )
        }
        writing = task
        await task.value
    }
}
