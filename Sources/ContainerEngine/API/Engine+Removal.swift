/// What a removal by label did.
package struct RemovalReport: Sendable {
    /// A thing that is still there.
    package struct Failure: Sendable {
        /// What kind of thing it is.
        package var kind: ResourceKind
        /// A container's id, the name of others.
        package var name: String
        /// Why it could not be removed.
        package var error: EngineError
    }

    /// Ids of the containers that are gone.
    package var containers: [String] = []
    /// Names of the networks that are gone.
    package var networks: [String] = []
    /// Names of the volumes that are gone.
    package var volumes: [String] = []
    /// What is still there.
    package var failures: [Failure] = []

    /// Whether there was nothing to remove.
    package var isEmpty: Bool {
        containers.isEmpty && networks.isEmpty && volumes.isEmpty && failures.isEmpty
    }
}

extension Engine {
    /// Removes the containers, networks and volumes that bear all the labels, in this order.
    ///
    /// Containers that run are killed. What another process removes meanwhile counts as removed;
    /// what cannot be removed is reported, and the rest goes on. An empty list removes nothing.
    ///
    /// - Throws: `EngineError` when the engine cannot be asked at all.
    package func removeEverything(labelled labels: [LabelFilter]) async throws -> RemovalReport {
        var report = RemovalReport()
        guard !labels.isEmpty else { return report }
        let containers = try await containers(labelled: labels).map(\.id)
        await withTaskGroup(of: (String, EngineError?).self) { group in
            for id in containers {
                group.addTask { (id, await Self.outcome { try await self.removeNow(id) }) }
            }
            for await (id, error) in group { report.note(.container, id, error) }
        }
        for network in try await networks(labelled: labels) {
            let error = await Self.outcome { try await self.removeNetwork(network.id) }
            report.note(.network, network.name, error)
        }
        for volume in try await volumes(labelled: labels) {
            let error = await Self.outcome { try await self.removeVolume(volume.name) }
            report.note(.volume, volume.name, error)
        }
        return report
    }

    private func removeNow(_ id: String) async throws {
        try await alone { try await endContainer(id) }
    }

    /// Kills and removes a container; where somebody else is removing it, waits until it is gone.
    package func endContainer(_ id: String) async throws {
        do {
            try await removeContainer(id)
        } catch EngineError.inUse(_, _, let detail) where detail.contains("already in progress") {
            // Somebody else removes it at this moment.
            _ = try await waitForContainer(id, until: .removed)
        }
    }

    private static func outcome(_ removal: () async throws -> Void) async -> EngineError? {
        do {
            try await removal()
            return nil
        } catch EngineError.notFound {
            return nil
        } catch let error as EngineError {
            return error
        } catch {
            return .connectionLost(detail: "cancelled")
        }
    }
}

extension RemovalReport {
    fileprivate mutating func note(_ kind: ResourceKind, _ name: String, _ error: EngineError?) {
        if let error {
            failures.append(Failure(kind: kind, name: name, error: error))
            return
        }
        switch kind {
        case .container: containers.append(name)
        case .network: networks.append(name)
        default: volumes.append(name)
        }
    }
}
