/// One line of the stream in which the engine reports on a pull, an import or a build.
struct ProgressMessage: Decodable, Sendable {
    struct Detail: Decodable, Sendable {
        var current: Int64?
        var total: Int64?
    }

    struct Failure: Decodable, Sendable {
        var message: String?
    }

    struct Auxiliary: Decodable, Sendable {
        var id: String?
        enum CodingKeys: String, CodingKey { case id = "ID" }
    }

    var id: String?
    var status: String?
    /// Output of a build.
    var stream: String?
    var progressDetail: Detail?
    var error: String?
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
    package var totalBytes: Int64?
}
