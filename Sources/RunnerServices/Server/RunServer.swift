import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The HTTP services of one run, on a Unix socket that only this user may connect to.
///
/// Life: made when the first job needs it, stopped once when the run ends.
package final class RunServer: Sendable {
    /// Where things are, and what time it is.
    package struct Settings: Sendable {
        /// The folder that outlives runs, for artifacts.
        package var stateFolder: String
        /// The folder of what can be made again, for caches.
        package var cacheFolder: String
        /// A folder that is there for the socket, which nobody else may enter; nil for any.
        package var socketFolder: String?
        /// When cache entries go.
        package var cacheLimits: CacheStore.Limits
        /// The time in seconds since 1970.
        package var now: @Sendable () -> Double
        /// Is told each time that a disk has no room for what a job sends.
        package var onFullDisk: @Sendable (Kept) async -> Void = { _ in }

        /// Settings with the machine's own clock unless told otherwise.
        package init(
            stateFolder: String,
            cacheFolder: String,
            socketFolder: String? = nil,
            cacheLimits: CacheStore.Limits = .init(),
            now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
        ) {
            self.stateFolder = stateFolder
            self.cacheFolder = cacheFolder
            self.socketFolder = socketFolder
            self.cacheLimits = cacheLimits
            self.now = now
        }
    }

    /// What is kept for jobs.
    package enum Kept: String, Sendable {
        /// Below the state folder.
        case artifacts
        /// Below the cache folder.
        case caches
    }

    /// Where it listens: in a folder that nobody else may enter.
    package let socket: String

    private let settings: Settings
    private let access: AccessTable
    private let links = SignedLinks()
    private let artifacts: ArtifactService
    private let reservations = CacheReservations()
    private let folders: [UploadFolder]
    private let place: SocketPlace
    private let group: MultiThreadedEventLoopGroup
    private let running: Task<Void, any Error>

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - settings: Where things are.
    ///   - access: The jobs that are let in, now or later.
    /// - Returns: the server, which listens.
    /// - Throws: what makes the socket or the folders impossible.
    package static func start(
        _ settings: Settings,
        access: AccessTable = AccessTable()
    ) async throws -> RunServer {
        try await RunServer(settings, access)
    }

    private init(_ settings: Settings, _ access: AccessTable) async throws {
        self.settings = settings
        self.access = access
        let state = try UploadFolder(root: "\(settings.stateFolder)/uploads")
        let cache = try UploadFolder(root: "\(settings.cacheFolder)/uploads")
        folders = [state, cache]
        let place = try SocketPlace(in: settings.socketFolder ?? cache.path)
        socket = place.path
        self.place = place
        artifacts = ArtifactService(
            store: ArtifactStore(root: "\(settings.stateFolder)/runs"),
            uploads: state,
            links: links,
            now: settings.now
        )
        let caches = CacheService(
            store: CacheStore(root: "\(settings.cacheFolder)/caches", limits: settings.cacheLimits),
            uploads: cache,
            links: links,
            reservations: reservations,
            now: settings.now
        )
        let router = ServiceRouter(
            access: access,
            blobs: BlobService(links: links, now: settings.now),
            services: [
                "github.actions.results.api.v1.ArtifactService": artifacts.methods,
                "github.actions.results.api.v1.CacheService": CacheMethods(caches: caches).methods,
            ],
            caches: CacheRoutes(caches: caches),
            identities: IdentityService(now: settings.now),
            api: GitHubAPI(
                access: access,
                artifacts: artifacts.store,
                caches: caches.store,
                links: links,
                now: settings.now
            ),
            remotes: RemoteRoutes(access: access, folder: cache),
            onFullDisk: { path in
                let isState = path.hasPrefix(settings.stateFolder + "/")
                await settings.onFullDisk(isState ? .artifacts : .caches)
            }
        )
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        self.group = group
        let (started, startedContinuation) = AsyncThrowingStream<Void, any Error>.makeStream()
        let server = Server(
            childChannelSetup: ServiceChannel(router: router, now: settings.now).http,
            configuration: .init(address: .unixDomainSocket(path: place.path)),
            onServerRunning: { _ in startedContinuation.finish() },
            eventLoopGroup: group,
            logger: Logger(label: "actlocal.services") { _ in SwiftLogNoOpLogHandler() }
        )
        running = Task {
            do {
                try await server.run()
            } catch {
                startedContinuation.finish(throwing: error)
                throw error
            }
        }
        do {
            for try await _ in started {}
        } catch {
            await stop()
            throw error
        }
        place.restrict()
    }

    /// Lets a job in; what it is given opens only its run.
    package func admit(_ job: ServedJob) -> JobGrant {
        access.admit(job, now: settings.now())
    }

    /// Makes what a job was given worthless, and removes what it left unfinished.
    package func dismiss(_ grant: JobGrant) {
        access.dismiss(grant)
        links.removeAll(of: grant)
        artifacts.dismiss(grant)
        reservations.dismiss(grant)
    }

    /// Stops listening, ends connections and removes what was unfinished.
    package func stop() async {
        running.cancel()
        _ = await running.result
        try? await group.shutdownGracefully()
        artifacts.close()
        place.remove()
        folders.forEach { $0.remove() }
    }
}
