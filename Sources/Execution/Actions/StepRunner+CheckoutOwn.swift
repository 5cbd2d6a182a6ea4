import InitProtocol
import Workspaces

/// What a checkout of the own repository put into place.
private struct InstalledCheckout {
    /// The commit, 40 hex digits.
    let commit: String
    /// How many commits its history has; 0 for all.
    let depth: Int
    /// The ref whose checkout leaves its `.git`; nil for what no checkout leaves.
    let head: CheckoutRef?
    /// What is to be checked out.
    let wanted: CheckoutRef
}

extension StepRunner {
    /// The full ref of the event, which a checkout without `ref` is of.
    var eventRef: String {
        let ref = job.setup.property("ref")
        guard !ref.isEmpty else { return job.room.checkout.ref }
        return ref.hasPrefix("refs/") ? ref : "refs/heads/\(ref)"
    }

    /// Installs the files and tells their commit; what ends the step ends that too.
    func install(
        _ inputs: CheckoutInputs,
        at place: String,
        _ attempt: Attempt
    ) async throws -> String {
        try await InterruptibleWork(signal: job.signal, interruption: attempt.interruption)
            .run {
                let installed = try await install(inputs, at: place)
                let hasDepth = installed.depth == inputs.depth
                if !hasDepth || installed.head != installed.wanted {
                    try await name(installed.wanted, at: place, inputs)
                }
                if !hasDepth { try await shorten(place, to: inputs.depth) }
                return installed.commit
            }
    }

    /// Moves the waiting snapshot into place, or unpacks it where it was moved before.
    private func install(
        _ inputs: CheckoutInputs,
        at place: String
    ) async throws -> InstalledCheckout {
        let host = job.room.host
        let waiting = job.room.paths.waitingCheckout
        let checkout = job.room.checkout
        let own = checkout.own(inputs.ref, event: eventRef)
        let wanted = inputs.fetchesTags ? 0 : inputs.depth
        let depth = checkout.holds(depth: wanted) ? checkout.depth : wanted
        // The snapshot is only moved to where nothing is.
        let isFree = try await inputs.cleans ? true : isVacant(place)
        if isFree, let own, depth == checkout.depth, try await host.exists(waiting) {
            try await empty(place)
            try await host.installCheckout(from: waiting, to: place)
            try await self.own(place)
            try await trust(place, inputs)
            return InstalledCheckout(
                commit: checkout.commit,
                depth: depth,
                head: checkout.head,
                wanted: own
            )
        }
        let files = try await checkout.pack(own == nil ? inputs.ref : nil, depth)
        try await prepare(place, inputs)
        try await host.unpack(
            UnpackRequest(destination: place, owner: job.room.user),
            next: files.stream
        )
        try await trust(place, inputs)
        let named = files.ref.map { $0.hasPrefix("refs/") ? CheckoutRef($0) : .commit }
        return InstalledCheckout(
            commit: files.commit,
            depth: depth,
            head: files.head,
            wanted: own ?? named ?? .commit
        )
    }

    private func isVacant(_ place: String) async throws -> Bool {
        let host = job.room.host
        guard try await host.entry(at: place)?.kind == .directory else { return true }
        return try await host.entries(of: place).isEmpty
    }

    /// Gives the files to the user that steps run as, where they belong to another one.
    private func own(_ place: String) async throws {
        guard let owner = job.room.checkout.owner, !job.room.user.isEmpty else { return }
        let user = try await job.room.host.lookUp(user: job.room.user)
        guard user.userID != 0, user.userID != owner else { return }
        try await job.room.host.changeOwner(of: place, to: job.room.user)
    }
}
