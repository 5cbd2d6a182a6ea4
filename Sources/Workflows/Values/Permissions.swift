package import Diagnostics

/// `permissions`: what the job's token may do.
///
/// Source:
/// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#permissions>
package struct Permissions: Sendable {
    /// What is granted.
    package let grant: Grant
    /// Where it stands.
    package let span: SourceSpan

    /// The forms of a grant.
    package enum Grant: Sendable {
        /// `read-all`.
        case readAll
        /// `write-all`.
        case writeAll
        /// Levels per scope, in the order written; a scope that is not named has none.
        case scopes([(scope: Located<String>, level: Level)])
    }

    /// How much a scope is opened.
    package enum Level: String, Sendable, Comparable, CaseIterable {
        /// Nothing.
        case none
        /// Reading.
        case read
        /// Reading and writing.
        case write

        /// Orders by how much is allowed.
        package static func < (lhs: Level, rhs: Level) -> Bool {
            lhs.rank < rhs.rank
        }

        private var rank: Int {
            switch self {
            case .none: 0
            case .read: 1
            case .write: 2
            }
        }
    }
}

extension Permissions {
    /// Reading everything, where nothing is written at a place.
    package static func readingAll(at span: SourceSpan) -> Permissions {
        Permissions(grant: .readAll, span: span)
    }

    /// What is left of it where nothing may be written.
    package var reading: Permissions {
        switch grant {
        case .readAll, .writeAll: Permissions(grant: .readAll, span: span)
        case .scopes(let scopes):
            Permissions(grant: .scopes(scopes.map { ($0.scope, min($0.level, .read)) }), span: span)
        }
    }
}
