import Workspaces

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The housekeeping that runs do by themselves, once a day, beside their jobs.
///
/// Nobody waits for it: where the program ends before, the next run goes on. The time of the file
/// `cleaned` in the cache folder tells when it was last done.
enum DailyHousekeeping {
    private static let pause: Double = 24 * 3600

    /// Does it when it was not done for a day.
    static func start(_ machine: MachineFacts, now: Double = Date().timeIntervalSince1970) {
        let mark = machine.cacheFolder + "/cleaned"
        let attributes = try? FileManager.default.attributesOfItem(atPath: mark)
        guard let last = attributes?[.modificationDate] as? Date else {
            // What has just begun to be used needs no clearing.
            _ = FileManager.default.createFile(atPath: mark, contents: nil)
            return
        }
        guard now - last.timeIntervalSince1970 > pause else { return }
        Task(priority: .background) {
            guard let lock = try? FileLock(ifFree: mark, .exclusive) else { return }
            _ = await Housekeeping(machine, now: now).clean(KeptThing.Kind.allCases)
            try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: mark)
            withExtendedLifetime(lock) {}
        }
    }
}
