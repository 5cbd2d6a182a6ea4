/// What is known of one cache entry, beside its content.
package struct CacheEntry: Codable, Sendable, Hashable {
    /// The repository of the run that saved it: its server and name, or its folder.
    package let repository: String
    /// The key it was saved under.
    package let key: String
    /// A digest of the paths and the compression, made by the client.
    package let version: String
    /// The ref it belongs to.
    package let scope: String
    /// The bytes of its content.
    package let size: Int
    /// When it was complete, in seconds since 1970.
    package let created: Double
    /// A number for clients that ask for one.
    let id: Int
}
