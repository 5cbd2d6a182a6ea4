import RunEvents

/// Shows the events of one run somewhere.
///
/// The calls come one after the other: events in their order, ticks about ten times a second in
/// between, and `finish` after the last event.
protocol Reporter {
    /// Takes one event.
    mutating func report(_ event: RunEvent)
    /// Lets time pass; `now` is in seconds since 1970, as in events.
    mutating func tick(now: Double)
    /// Says something that is no event of the run, such as what a signal does.
    mutating func notice(_ text: String)
    /// Writes what is left.
    mutating func finish()
    /// True once nobody reads what is written.
    var isReaderGone: Bool { get }
}
