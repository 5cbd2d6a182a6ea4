import ContainerEngine
import RunEvents

/// Adds up the progress of an image's layers.
struct PullTotals {
    private let image: String
    private var layers: [String: (received: Int, total: Int)] = [:]
    private var reported = 0

    /// Nothing has arrived yet.
    init(image: String) {
        self.image = image
    }

    /// What to report after an update; nil while there is too little news.
    mutating func note(_ update: PullProgress) -> ImagePull? {
        guard let layer = update.layer, let size = update.totalBytes else { return nil }
        layers[layer] = (Int(update.currentBytes ?? 0), Int(size))
        let received = layers.values.reduce(0) { $0 + $1.received }
        let total = layers.values.reduce(0) { $0 + $1.total }
        guard abs(received - reported) > max(1 << 20, total / 100) else { return nil }
        reported = received
        return ImagePull(image: image, received: received, total: total, isComplete: false)
    }

    /// The last report.
    var final: ImagePull {
        let total = layers.values.reduce(0) { $0 + $1.total }
        return ImagePull(image: image, received: total, total: total, isComplete: true)
    }
}
