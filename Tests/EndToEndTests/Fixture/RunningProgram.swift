import HostProcesses
import RunEvents
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program while it runs.
final class RunningProgram: Sendable {
    /// What was started did not end in the time it has.
    struct OutOfTime: Error, CustomStringConvertible {
        let description: String
    }

    private let output = ProgramOutput()
    private let peak = Mutex(0)
    private let pid = Mutex<Int32?>(nil)
    private let errorFile: String
    private let ending: Task<ProgramEnd, any Error>

    /// Starts `program` with its standard error in `errorFile`, as soon as `test` has a place.
    init(
        _ program: String,
        _ arguments: [String],
        environment: [String: String],
        directory: String,
        errorFile: String,
        test: String,
        deadline: Duration
    ) {
        self.errorFile = errorFile
        // `exec` keeps the process id; the streams stay apart.
        let command = HostCommand(
            "/bin/sh",
            ["-c", "f=$1; shift; exec \"$@\" 2>\"$f\"", "sh", errorFile, program] + arguments,
            environment: environment,
            directory: directory
        )
        let (output, start) = (output, AsyncStream.makeStream(of: Int32.self))
        ending = Task {
            await ProgramSlots.shared.take(for: test)
            let result: Result<ProgramEnd, any Error>
            do {
                let work = Task {
                    try await command.stream { process in
                        start.continuation.yield(process)
                    } to: { bytes in
                        await output.consume(bytes)
                    }
                }
                let timer = Task {
                    try await Task.sleep(for: deadline)
                    work.cancel()
                }
                result = .success(
                    try await withTaskCancellationHandler {
                        try await work.value
                    } onCancel: {
                        work.cancel()
                    }
                )
                timer.cancel()
            } catch is CancellationError {
                result = .failure(OutOfTime(description: "the program ran for over \(deadline)"))
            } catch {
                result = .failure(error)
            }
            start.continuation.finish()
            await output.end()
            await ProgramSlots.shared.giveBack(for: test)
            return try result.get()
        }
        watch(start.stream)
    }

    /// Learns the process's id, and from then on how much memory it holds.
    private func watch(_ start: AsyncStream<Int32>) {
        Task { [self] in
            for await process in start {
                pid.withLock { $0 = process }
                while let bytes = Self.peakMemory(of: process) {
                    peak.withLock { $0 = max($0, bytes) }
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
        }
    }

    /// `VmHWM` of a living process, in bytes.
    private static func peakMemory(of process: Int32) -> Int? {
        guard let file = FileManager.default.contents(atPath: "/proc/\(process)/status") else {
            return nil
        }
        let line = String(decoding: file, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("VmHWM:") }
        let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
        return number.flatMap { Int($0) }.map { $0 << 10 }
    }

    /// The process's id once it has one.
    var process: Int32? { pid.withLock { $0 } }

    /// Waits for the first event that is awaited.
    @discardableResult
    func event(
        where isAwaited: @escaping @Sendable (RunEvent) -> Bool
    ) async throws -> RunEvent {
        try await output.first(where: isAwaited)
    }

    /// Waits for a line of output that contains `text`.
    func line(containing text: String) async throws {
        try await event { event in
            guard case .log(let lines) = event.happening else { return false }
            // A script that is shown in its header has not run yet.
            return lines.text.split(separator: "\n").contains { $0 == text }
        }
    }

    /// Sends a signal to the process alone.
    func signal(_ number: Int32) {
        if let process { kill(process, number) }
    }

    /// Waits until another signal is not taken for an echo of the last one.
    func lateEnoughForAnotherSignal() async throws {
        // What is waited for is the time itself.
        try await Task.sleep(for: .milliseconds(300))
    }

    /// Ends the process and everything it started in its group.
    func end() async {
        ending.cancel()
        _ = await ending.result
    }

    /// Waits for the end.
    func finish() async throws -> ProgramRun {
        let status = try await ending.value
        // Reading a terminal would wait for somebody to type.
        let isFile = !errorFile.hasPrefix("/dev/")
        let error = isFile ? FileManager.default.contents(atPath: errorFile) ?? Data() : Data()
        return ProgramRun(
            status: status,
            events: await output.events,
            strayLines: await output.strayLines,
            standardOutput: String(decoding: await output.text, as: UTF8.self),
            standardError: String(decoding: error, as: UTF8.self),
            peakMemory: peak.withLock { $0 }
        )
    }
}
