import Glibc

/// A moment of the clock that no one sets, in nanoseconds: `CLOCK_MONOTONIC`.
struct Instant: Comparable {
    /// Nanoseconds since an arbitrary start.
    var nanoseconds: Int64

    /// This moment.
    static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// Compares by time.
    static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The moment a while later; a length beyond 292 years stays at the end of time.
    func advanced(by length: Duration) -> Instant {
        let (seconds, attoseconds) = length.components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return Instant(nanoseconds: .max) }
        let (sum, tooFar) = nanoseconds.addingReportingOverflow(
            product &+ attoseconds / 1_000_000_000
        )
        return Instant(nanoseconds: tooFar ? .max : sum)
    }

    /// How long ago `earlier` was.
    func since(_ earlier: Instant) -> Duration {
        .nanoseconds(nanoseconds - earlier.nanoseconds)
    }
}
