import Diagnostics
import Dispatch

extension Workers {
    /// Files below this size are read as fast by one; that of `YAMLSyntax.Seam`.
    private static let smallest = 256 << 10

    /// As many threads as the machine has cores, this one among them, for a file of so many bytes.
    ///
    /// Threads that share one heap would wait for each other.
    static func threads(_ machine: MachineFacts, file bytes: Int) -> Workers {
        guard machine.cores > 1, bytes >= smallest, HeapRoom.isDivided else { return .one }
        return Workers(count: machine.cores) { count, work in
            DispatchQueue.concurrentPerform(iterations: count) { number in
                HeapRoom.expect(file: bytes)
                work(number)
            }
        }
    }
}
