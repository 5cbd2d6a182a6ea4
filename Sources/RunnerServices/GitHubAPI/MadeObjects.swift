import Synchronization

/// What jobs of a run believe they made besides releases: later requests of the run find it.
///
/// It is kept in memory alone and ends with the server.
final class MadeObjects: Sendable {
    /// What kind of thing it is.
    enum Kind: Sendable, Hashable {
        /// A check run of a commit.
        case check
        /// A status of a commit.
        case status
        /// A comment on an issue or a pull request.
        case comment
        /// A deployment.
        case deployment
        /// A status of a deployment.
        case deploymentStatus
    }

    private struct Made {
        let kind: Kind
        /// The commit, number or id that it belongs to.
        let subject: String
        var value: APIValue
    }

    /// The most things of one run that are kept.
    private static let limit = 200
    /// The most bytes of one, as JSON: more than GitHub takes of a comment or a check.
    private static let largest = 1 << 18

    private let made = Mutex<[Int: [Made]]>([:])

    /// Those of a kind, the newest first; of one subject alone where it is given.
    func all(_ kind: Kind, of subject: String? = nil, in run: Int) -> [APIValue] {
        made.withLock { made in
            (made[run] ?? []).filter { $0.kind == kind && subject ?? $0.subject == $0.subject }
                .map(\.value)
        }
    }

    /// Keeps a new thing, unless it is too large.
    func keep(_ value: APIValue, _ kind: Kind, of subject: String, in run: Int) {
        guard Self.fits(value) else { return }
        made.withLock { made in
            let others = (made[run] ?? []).prefix(Self.limit - 1)
            made[run] = [Made(kind: kind, subject: subject, value: value)] + others
        }
    }

    /// Changes a thing that is known.
    ///
    /// - Returns: all that is known of it then; nil for one that is not known, or would be too
    ///   large.
    func change(_ kind: Kind, _ id: Int, _ fields: [String: APIValue], in run: Int) -> APIValue? {
        made.withLock { made in
            let index = made[run]?.firstIndex { made in
                made.kind == kind && made.value["id"].integer == id
            }
            guard let index, let changed = made[run]?[index].value.adding(fields),
                Self.fits(changed)
            else { return nil }
            made[run]?[index].value = changed
            return changed
        }
    }

    private static func fits(_ value: APIValue) -> Bool {
        ServiceJSON.bytes(value).count <= largest
    }

    /// Removes a thing.
    func remove(_ kind: Kind, _ id: Int, in run: Int) {
        made.withLock { made in
            made[run]?.removeAll { $0.kind == kind && $0.value["id"].integer == id }
        }
    }
}
