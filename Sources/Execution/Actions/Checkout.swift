/// The own repository's files, for steps that use `actions/checkout`.
package struct Checkout: Sendable {
    /// The parts of a tar stream, nil at its end.
    package typealias TarStream = @Sendable () async throws -> [UInt8]?

    /// The ref a checkout without `ref` gives.
    package let ref: String
    /// The commit it gives, 40 hex digits.
    package let commit: String
    /// `owner/name` of the own repository.
    package let repository: String
    /// Who owns the files; nil when everyone may write them.
    package let owner: UInt32?
    /// Packs the snapshot again, or that of another ref of the repository.
    ///
    /// - Throws: an error whose description says which ref cannot be had.
    package let pack: @Sendable (_ ref: String?) async throws -> TarStream

    /// Describes what can be checked out.
    package init(
        ref: String,
        commit: String,
        repository: String,
        owner: UInt32?,
        pack: @escaping @Sendable (_ ref: String?) async throws -> TarStream
    ) {
        self.ref = ref
        self.commit = commit
        self.repository = repository
        self.owner = owner
        self.pack = pack
    }
}
