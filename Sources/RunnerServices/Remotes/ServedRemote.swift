/// What stands in for the remote of a job's repository, as far as git asks for it by HTTP.
package struct ServedRemote: Sendable {
    /// What git asks of a remote.
    package enum Service: String, Sendable {
        /// Sends what is fetched.
        case fetch = "git-upload-pack"
        /// Takes what is pushed.
        case push = "git-receive-pack"
    }

    /// One request of git's and the answer to it, each in a file.
    package struct Exchange: Sendable {
        /// What is asked.
        package let service: Service
        /// The value of `Git-Protocol`; empty for none.
        package let version: String
        /// Whether the request is packed by gzip.
        package let isCompressed: Bool
        /// The file with the request.
        package let request: String
        /// The file that gets the answer.
        package let response: String
    }

    /// The most bytes that a push may have.
    package var pushLimit: Int
    /// Whether the job's `permissions` let it push.
    package var mayPush: Bool
    /// What git is told first, for the value of `Git-Protocol`.
    package var advertise: @Sendable (Service, _ version: String) async throws -> [UInt8]
    /// Carries out a request.
    package var answer: @Sendable (Exchange) async throws -> Void

    /// Gathers it.
    package init(
        pushLimit: Int,
        mayPush: Bool,
        advertise: @escaping @Sendable (Service, _ version: String) async throws -> [UInt8],
        answer: @escaping @Sendable (Exchange) async throws -> Void
    ) {
        self.pushLimit = pushLimit
        self.mayPush = mayPush
        self.advertise = advertise
        self.answer = answer
    }
}
