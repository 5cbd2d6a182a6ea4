import ContainerEngine
import RunEvents
import Synchronization
import Testing

@testable import Execution

@Suite("Image store", .timeLimit(.minutes(20)))
struct ImageStoreTests {
    private let sink = EventSink { _ in }

    /// A fetch that begins and never ends by itself, not even when it is cancelled.
    private final class Stuck: Sendable {
        let begun: AsyncStream<Void>
        let cancelled: AsyncStream<Void>
        private let beginning: AsyncStream<Void>.Continuation
        private let cancelling: AsyncStream<Void>.Continuation
        private let forever: AsyncStream<Void>
        private let end: AsyncStream<Void>.Continuation

        init() {
            (begun, beginning) = AsyncStream.makeStream()
            (cancelled, cancelling) = AsyncStream.makeStream()
            (forever, end) = AsyncStream.makeStream()
        }

        func fetch() async throws -> ImageDetails {
            beginning.yield()
            await withTaskCancellationHandler {
                await Task { for await _ in forever {} }.value
            } onCancel: {
                cancelling.yield()
            }
            throw CancellationError()
        }

        deinit { end.finish() }
    }

    @Test("a cancelled caller waits no longer, and with the last one the fetch is cancelled")
    func cancellation() async throws {
        let stuck = Stuck()
        let store = ImageStore { _, _ in try await stuck.fetch() }
        let request = ImageRequest(reference: "a")
        let first = Task { try await store.image(request, sink: sink) }
        for await _ in stuck.begun { break }
        let second = Task { try await store.image(request, sink: sink) }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        for await _ in stuck.cancelled { break }
    }

    @Test("a failed fetch fails all its callers, and the next caller fetches anew")
    func failure() async throws {
        let count = Mutex(0)
        let store = ImageStore { _, _ in
            count.withLock { $0 += 1 }
            throw MissingImage.neverPulled("a")
        }
        for _ in 0..<2 {
            await #expect(throws: MissingImage.self) {
                try await store.image(ImageRequest(reference: "a"), sink: sink)
            }
        }
        #expect(count.withLock { $0 } == 2)
    }

    @Test(
        "an image is not pulled where `--pull never` says so, and a failed pull tells no end",
        .needsImages
    )
    func policies() async throws {
        let engine = try await Engine.connect(
            to: EngineEndpoint(.unix(path: "/var/run/docker.sock"))
        )
        let events = Mutex<[Happening]>([])
        let sink = EventSink { event in events.withLock { $0.append(event) } }
        let store = ImageStore(engine: engine)
        // Nothing listens at this port, so the pull fails at once.
        let reference = "localhost:9/none:1"
        await #expect(throws: MissingImage.self) {
            try await store.image(ImageRequest(reference: reference, policy: .never), sink: sink)
        }
        await #expect(throws: EngineError.self) {
            try await store.image(ImageRequest(reference: reference), sink: sink)
        }
        #expect(events.withLock { $0 }.isEmpty)
        let name = "actlocal-test-hosts-pull:1"
        let id = try await BusyboxRoot.shared.image(on: engine)
        try await engine.tagImage(id, as: name)
        let details = try await store.image(
            ImageRequest(reference: name, policy: .never),
            sink: sink
        )
        #expect(details.id.isEmpty == false)
        await #expect(throws: EngineError.self) {
            try await store.image(ImageRequest(reference: name, policy: .always), sink: sink)
        }
        try await engine.removeImage(name)
    }
}
