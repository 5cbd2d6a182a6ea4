import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Whether tests that need a real engine can run here.
enum DockerAvailability {
    /// True also when `ACTLOCAL_REQUIRE_DOCKER=1` forbids to skip: the tests then fail.
    static let isExpected: Bool =
        getenv("ACTLOCAL_REQUIRE_DOCKER").map { String(cString: $0) } == "1"
        || (access("/var/run/docker.sock", W_OK) == 0 && access("/usr/bin/docker", X_OK) == 0)
}

extension Trait where Self == ConditionTrait {
    /// Skips the test, with a reason, where no engine is.
    static var needsDocker: Self {
        .enabled(
            if: DockerAvailability.isExpected,
            "needs a container engine at /var/run/docker.sock and the program `docker`"
        )
    }
}
