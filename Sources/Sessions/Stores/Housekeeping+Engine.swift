import ContainerEngine
import Execution

extension Housekeeping {
    /// Volumes of jobs' Docker engines; the engine is asked only where it was given one to keep.
    func docker(_ measure: Measure, _ isDryRun: Bool) async -> Outcome {
        let folder = machine.dockerFolder
        guard DockerCache.isUsed(folder: folder) else { return Outcome() }
        return await outcome(isDryRun) { engine in
            let kept = try await DockerCache.kept(in: folder, by: engine)
            return kept.filter { now - $0.used > limit(measure) }
        } removing: { volumes, engine in
            await DockerCache.remove(volumes, from: engine)
        } as: { volume in
            KeptThing(kind: .docker, name: "volume \(volume.name)", size: 0)
        }
    }

    /// Images of actions; one whose name a newer one has goes after a day.
    func images(_ measure: Measure, _ isDryRun: Bool) async -> Outcome {
        let images = BuiltImages(folder: machine.dockerFolder)
        guard images.areThere else { return Outcome() }
        var count = 0
        return await outcome(isDryRun) { engine in
            let kept = try await images.kept(by: engine)
            count = kept.count
            return kept.filter { image in
                let age = limit(measure)
                return now - image.used > (image.isSuperseded ? min(age, 24 * 3600) : age)
            }
        } removing: { surplus, engine in
            await images.remove(surplus, ofAll: count, from: engine)
        } as: { image in
            KeptThing(kind: .images, name: "image \(image.name)", size: image.size)
        }
    }

    private func limit(_ measure: Measure) -> Double {
        min(measure.age ?? Self.patience, Self.patience)
    }

    private func outcome<Thing>(
        _ isDryRun: Bool,
        of surplus: (Engine) async throws -> [Thing],
        removing remove: ([Thing], Engine) async -> [Thing],
        as thing: (Thing) -> KeptThing
    ) async -> Outcome {
        do {
            let engine = try await EngineConnection(machine).made(unless: .init()).0
            let found = try await surplus(engine)
            let gone = isDryRun ? found : await remove(found, engine)
            return Outcome(removed: gone.map(thing), inUse: found.count - gone.count)
        } catch {
            return Outcome(problems: [SetupError(refusal: error).diagnostic])
        }
    }
}
