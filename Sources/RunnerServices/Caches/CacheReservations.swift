import Synchronization

/// The entries that jobs of this run are saving, by number.
final class CacheReservations: Sendable {
    /// An entry that is on its way.
    struct Reservation: Sendable {
        /// What it will be called.
        let key: CacheKey
        /// Its content so far.
        let upload: BlobUpload
        /// The job that saves it.
        let jobBackend: String
        /// When it was made, in seconds since 1970.
        let made: Double
    }

    /// How many seconds a client has to begin sending before its job may begin anew.
    private static let patience: Double = 5

    private struct State {
        var reservations: [Int: Reservation] = [:]
        var counter = 0
    }

    private let state = Mutex(State())

    /// Takes a name.
    ///
    /// - Returns: its number; nil when it is being saved. A job begins anew where the client that
    ///   took the name has sent nothing for a while, as one does whose answer was lost.
    func reserve(
        _ key: CacheKey,
        for grant: JobGrant,
        now: Double,
        _ upload: () throws(ServiceFailure) -> BlobUpload
    ) throws(ServiceFailure) -> (id: Int, Reservation)? {
        let (result, replaced) = try state.withLock { state throws(ServiceFailure) in
            let other = state.reservations.first { Self.areSame($0.value.key, key) }
            if let other = other?.value, !isGivenUp(other, grant, now) {
                return ((id: Int, Reservation)?.none, Reservation?.none)
            }
            let made = Reservation(
                key: key,
                upload: try upload(),
                jobBackend: grant.jobBackend,
                made: now
            )
            state.counter += 1
            if let other { state.reservations[other.key] = nil }
            state.reservations[state.counter] = made
            return ((state.counter, made), other?.value)
        }
        replaced?.upload.discard()
        return result
    }

    private func isGivenUp(_ other: Reservation, _ grant: JobGrant, _ now: Double) -> Bool {
        other.jobBackend == grant.jobBackend && other.upload.isUntouched
            && now - other.made >= Self.patience
    }

    /// A reservation of this job, by its number.
    func find(_ id: Int, of grant: JobGrant) -> Reservation? {
        state.withLock { $0.reservations[id] }
            .flatMap { $0.jobBackend == grant.jobBackend ? $0 : nil }
    }

    /// A reservation of this job, by its name.
    func find(_ key: CacheKey, of grant: JobGrant) -> (id: Int, Reservation)? {
        state.withLock { state in
            state.reservations.first {
                Self.areSame($0.value.key, key) && $0.value.jobBackend == grant.jobBackend
            }.map { ($0.key, $0.value) }
        }
    }

    /// Gives a name back.
    func release(_ id: Int) {
        state.withLock { $0.reservations[id] = nil }
    }

    /// Gives back what a job that has ended did not finish.
    func dismiss(_ grant: JobGrant) {
        let left = state.withLock { state in
            let left = state.reservations.filter { $0.value.jobBackend == grant.jobBackend }
            for id in left.keys { state.reservations[id] = nil }
            return left
        }
        left.values.forEach { $0.upload.discard() }
    }

    private static func areSame(_ one: CacheKey, _ other: CacheKey) -> Bool {
        one.entryFolder == other.entryFolder
    }
}
