/// One line of the stream in which the engine reports on a pull, an import or a build.
struct ProgressMessage: Decodable, Sendable {
    /// How far a layer is.
    struct Detail: Decodable, Sendable {
        /// Bytes done.
        var current: Int64?
        /// Bytes there are.
        var total: Int64?
    }

    /// The text of an error.
    struct Failure: Decodable, Sendable {
        /// The engine's words.
        var message: String?
    }

    /// What a build leaves behind.
    struct Auxiliary: Decodable, Sendable {
        /// The image's id.
        var id: String?
        enum CodingKeys: String, CodingKey { case id = "ID" }
    }

    /// The layer's short id.
    var id: String?
    /// What is being done.
    var status: String?
    /// Output of a build.
    var stream: String?
    /// How far the layer is.
    var progressDetail: Detail?
    /// The error's text, as older engines have it.
    var error: String?
    /// The error's text, as newer engines have it.
    var errorDetail: Failure?
    /// The image that a build made.
    var aux: Auxiliary?

    /// The error's text, when the line is one.
    var failure: String? { errorDetail?.message ?? error }
}

/// How far a pull is, for one layer or as a whole.
package struct PullProgress: Sendable, Hashable {
    /// The layer's short id; `nil` for a line about the whole image.
    package var layer: String?
    /// The engine's words, such as `Downloading`, `Extracting` or `Pull complete`.
    package var status: String
    /// Bytes done, in the phase that `status` names.
    package var currentBytes: Int64?
    /// Bytes there are, when the registry said so.
    package var totalBytes: Int64?
}
