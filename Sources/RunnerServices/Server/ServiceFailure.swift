/// A refusal that the client is told.
struct ServiceFailure: Error, Sendable, Hashable {
    /// The kinds of refusal: Twirp's words and the status of each.
    ///
    /// Source: <https://twitchtv.github.io/twirp/docs/spec_v7.html#error-codes>
    enum Kind: String, Sendable {
        /// The request is no request of this service.
        case malformed
        /// A field says what cannot be.
        case invalidArgument = "invalid_argument"
        /// No token, or one nobody was given.
        case unauthenticated
        /// A token for something else.
        case permissionDenied = "permission_denied"
        /// Nothing of that name.
        case notFound = "not_found"
        /// No such address.
        case badRoute = "bad_route"
        /// A service that was shut down.
        case gone
        /// The name is taken.
        case alreadyExists = "already_exists"
        /// A limit is reached.
        case resourceExhausted = "resource_exhausted"
        /// More bytes than are taken.
        case tooLarge = "out_of_range"
        /// A range that the content has not.
        case unsatisfiable
        /// What will be possible in a moment: clients try again.
        case unavailable
        /// The disk has no room left.
        case diskFull = "insufficient_storage"
        /// The disk, or we, failed.
        case `internal`

        /// The status of the answer.
        var status: Int {
            switch self {
            case .malformed, .invalidArgument: 400
            case .unauthenticated: 401
            case .permissionDenied: 403
            case .notFound, .badRoute: 404
            case .alreadyExists: 409
            case .gone: 410
            case .tooLarge: 413
            case .unsatisfiable: 416
            case .resourceExhausted: 429
            case .internal: 500
            case .unavailable: 503
            // Not 500, which clients ask again about for a minute.
            case .diskFull: 507
            }
        }
    }

    /// What kind of refusal.
    let kind: Kind
    /// What the client's user reads.
    let message: String
    /// The file on this machine that it is about, which clients are not told.
    let path: String?

    /// Refuses with a reason.
    init(_ kind: Kind, _ message: String, path: String? = nil) {
        self.kind = kind
        self.message = message
        self.path = path
    }
}
