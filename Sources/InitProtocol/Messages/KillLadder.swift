/// The signals that end a process, mildest first; SIGKILL to its whole tree always comes last.
package struct KillLadder: Equatable, Sendable {
    /// One signal and how long it is given to work.
    package struct Rung: Equatable, Sendable {
        /// The signal's number.
        package var signal: Int32
        /// The time until the next rung.
        package var patience: Duration

        /// Pairs a signal with its time.
        package init(signal: Int32, patience: Duration) {
            self.signal = signal
            self.patience = patience
        }
    }

    /// Who gets the signals before the final SIGKILL.
    package enum Scope: UInt8, Equatable, Sendable {
        /// Only the process that was started, as GitHub does.
        case process
        /// The process, its group and all its descendants.
        case tree
    }

    /// The signals before the final SIGKILL.
    package var rungs: [Rung]
    /// Who gets the signals of ``rungs``.
    package var scope: Scope

    /// Makes a ladder.
    package init(rungs: [Rung], scope: Scope = .process) {
        self.rungs = rungs
        self.scope = scope
    }

    /// SIGINT, 7.5 s, SIGTERM, 2.5 s, SIGKILL: what GitHub does when a step is cancelled.
    ///
    /// - Source: actions/runner `ProcessInvoker.CancelAndKillProcessTree`
    package static let github = KillLadder(rungs: [
        Rung(signal: 2, patience: .milliseconds(7500)),
        Rung(signal: 15, patience: .milliseconds(2500)),
    ])

    /// How long what a stopped process left of its tree may take to end at SIGTERM.
    ///
    /// GitHub's runner leaves it to the job's end, where it still holds its ports and files.
    package static let patienceAfterwards = Duration.milliseconds(2500)

    /// SIGKILL to the whole tree at once.
    package static let immediate = KillLadder(rungs: [])
}

extension KillLadder: WireValue {
    /// Appends scope and rungs.
    func encode(to writer: inout WireWriter) {
        writer.write(scope.rawValue)
        writer.write(rungs)
    }

    /// Takes scope and rungs.
    init(from reader: inout WireReader) throws(WireError) {
        let value = try reader.readByte()
        guard let scope = Scope(rawValue: value) else { throw .unknownCase("scope", value) }
        self.scope = scope
        rungs = try reader.read()
    }
}

extension KillLadder.Rung: WireValue {
    /// Appends signal and patience.
    func encode(to writer: inout WireWriter) {
        writer.write(signal)
        writer.write(patience)
    }

    /// Takes signal and patience.
    init(from reader: inout WireReader) throws(WireError) {
        signal = try reader.read()
        patience = try reader.read()
    }
}
