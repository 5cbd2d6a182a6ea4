package import Diagnostics
package import RunEvents

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Session {
    /// The events of a run that is refused before it begins: why, and how it ends.
    package static func refusal(_ diagnostics: [Diagnostic], exitStatus: Int32) -> [RunEvent] {
        let end = RunFinished(
            conclusion: exitStatus == ExitStatus.cancelled ? .cancelled : .failure,
            exitStatus: exitStatus,
            seconds: 0
        )
        let (id, now) = (RunID.make(), Date().timeIntervalSince1970)
        return (diagnostics.map(Happening.diagnostic) + [.runFinished(end)]).map {
            RunEvent(time: now, run: id, happening: $0)
        }
    }
}
