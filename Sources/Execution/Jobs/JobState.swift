package import Planning
package import RunEvents

/// One name and value of an environment, in the order it was set.
package struct EnvironmentEntry: Sendable, Hashable, Codable {
    /// The variable's name.
    package let name: String
    /// The variable's value.
    package let value: String

    /// Pairs a name with a value.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// As a container's definition has it: `NAME=value`.
    var line: String { "\(name)=\(value)" }
}

/// What is known of a job between two of its steps; all that the next step's contexts need.
///
/// It is encodable so that a run can be continued from it.
package struct JobState: Sendable, Hashable, Codable {
    /// `job.status`.
    package typealias Status = StepStatusFunctions.Status

    /// The status that `success()`, `failure()` and `cancelled()` read.
    package var status = Status.success
    /// The steps of the job itself; a composite action's inner steps have records of their own.
    package var steps = StepRecords()
    /// What each step of the job saw, in the order their turns came.
    package var moments: [StepMoment] = []
    /// What steps wrote to `GITHUB_ENV`, in order; a later entry of the same name wins.
    package var environment: [EnvironmentEntry] = []
    /// Why the job cannot be run here, found out while it ran; it then counts as not run.
    package var unsupported: String?
    /// What steps wrote to `GITHUB_PATH`; the last one is searched first.
    package var pathEntries: [String] = []

    /// The state before the first step.
    package init() {}

    /// Sets a variable for all later steps.
    package mutating func setEnvironment(_ name: String, _ value: String) {
        environment.removeAll { $0.name == name }
        environment.append(EnvironmentEntry(name, value))
    }

    /// Puts a folder in front of `PATH` for all later steps.
    package mutating func addPath(_ folder: String) {
        pathEntries.removeAll { $0 == folder }
        pathEntries.append(folder)
    }
}

/// The `steps` context of one scope: results by id, in the order they were reached.
package struct StepRecords: Sendable, Hashable, Codable {
    /// What is known of one step that has an id.
    package struct Record: Sendable, Hashable, Codable {
        /// The step's id, as written.
        package let id: String
        /// Outputs in the order they were first set; names compare without case.
        package var outputs: [EnvironmentEntry] = []
        /// How it ended before `continue-on-error`; nil while it runs.
        package var outcome: Conclusion?
        /// How it ended after `continue-on-error`; nil while it runs.
        package var conclusion: Conclusion?
    }

    /// The records in the order the steps were reached.
    package private(set) var all: [Record] = []

    /// No records.
    package init() {}

    /// Changes the record of a step, making it when it is new.
    package mutating func update(_ id: String, _ change: (inout Record) -> Void) {
        if let index = all.firstIndex(where: { $0.id.lowercased() == id.lowercased() }) {
            change(&all[index])
            return
        }
        var record = Record(id: id)
        change(&record)
        all.append(record)
    }

    /// Sets an output of a step; a later value of the same name wins.
    package mutating func setOutput(_ name: String, _ value: String, of id: String) {
        update(id) { record in
            let entry = EnvironmentEntry(name, value)
            if let index = record.outputs.firstIndex(where: {
                $0.name.lowercased() == name.lowercased()
            }) {
                record.outputs[index] = entry
            } else {
                record.outputs.append(entry)
            }
        }
    }
}
