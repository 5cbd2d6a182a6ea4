import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Whether tests that need a real engine can run here.
enum DockerAvailability {
    /// True also when `ACTLOCAL_REQUIRE_DOCKER=1` forbids to skip: the tests then fail.
    static let isExpected: Bool =
        ProcessInfo.processInfo.environment["ACTLOCAL_REQUIRE_DOCKER"] == "1"
        || (access("/var/run/docker.sock", W_OK) == 0 && access("/bin/busybox", X_OK) == 0)
}

extension Trait where Self == ConditionTrait {
    /// Skips the test, with a reason, where no engine is.
    static var needsDocker: Self {
        .enabled(
            if: DockerAvailability.isExpected,
            "needs a container engine at /var/run/docker.sock and /bin/busybox"
        )
    }
}
