// swift-tools-version: 6.2
// This manifest is the map of the project: every room, and the only arrows allowed between them.
// `Tests/ArchitectureTests` reads it and fails on any other import. See docs/architecture.md.
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// A room of the project and the rooms it may import.
func room(_ name: String, uses rooms: String..., products: [Target.Dependency] = []) -> Target {
    .target(
        name: name,
        dependencies: rooms.map { .byName(name: $0) } + products,
        swiftSettings: strict
    )
}

/// The tests of one room; they may use that room and whatever else the line names.
///
/// Golden files are read where they lie, so the build leaves them alone.
func tests(_ name: String, uses rooms: String..., goldens: Bool = false) -> Target {
    .testTarget(
        name: name,
        dependencies: rooms.map { .byName(name: $0) },
        exclude: goldens ? ["Goldens"] : [],
        swiftSettings: strict
    )
}

/// A system library and the Debian package that brings its headers; without `pkgConfig` it is not
/// linked but opened by its room when it is first used (docs/decisions/0007).
func door(
    _ name: String,
    pkgConfig: String? = nil,
    apt: String,
    brew: String? = nil
) -> Target {
    .systemLibrary(
        name: name,
        pkgConfig: pkgConfig,
        providers: [.apt([apt])] + (brew.map { [.brew([$0])] } ?? [])
    )
}

/// Links the C++ library in and shows other libraries nothing of the program, so that little is
/// left to bind at each start (docs/decisions/0020).
let selfContained = [
    "-L", "\(Context.packageDirectory)/scripts/release-libraries",
    "-Xclang-linker", "-static-libgcc",
    "-Xlinker", "--no-export-dynamic",
]

let package = Package(
    name: "actlocal",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "actlocal", targets: ["actlocal"]),
        .executable(name: "actlocal-init", targets: ["actlocal-init"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird",
            from: "2.28.1",
            traits: []
        ),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        // Layer 0: doors to system libraries, no code.
        door("CLibYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev", brew: "libyaml"),
        door("CLibCurl", apt: "libcurl4-openssl-dev", brew: "curl"),
        door("CLibArchive", apt: "libarchive-dev", brew: "libarchive"),
        door("CMalloc", apt: "libc6-dev"),

        // Layer 1: the language, pure: no clock, disk, environment, network or randomness.
        room("Diagnostics"),
        room("YAMLSyntax", uses: "CLibYAML", "Diagnostics"),
        room("Expressions"),
        room("Workflows", uses: "YAMLSyntax", "Expressions", "Diagnostics"),
        room("Planning", uses: "Workflows", "Expressions", "Diagnostics"),
        room("RunEvents", uses: "Diagnostics"),
        room("InitProtocol"),

        // Layer 2: engines, which do I/O and know no Actions words.
        room("Transfers", uses: "CLibCurl"),
        room("ContainerEngine", uses: "Transfers"),
        room(
            "HostProcesses",
            products: [.product(name: "Subprocess", package: "swift-subprocess")]
        ),
        room("Archives", uses: "CLibArchive"),

        // Layer 3: running.
        room("Workspaces", uses: "HostProcesses", "Archives"),
        room(
            "Execution",
            uses: "Diagnostics",
            "Expressions",
            "Workflows",
            "Planning",
            "RunEvents",
            "InitProtocol",
            "ContainerEngine",
            "Workspaces"
        ),
        room(
            "RunnerServices",
            products: [
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),

        // Layer 4: assembly.
        room(
            "Sessions",
            uses: "CMalloc",
            "Diagnostics",
            "Expressions",
            "Workflows",
            "Planning",
            "RunEvents",
            "HostProcesses",
            "Archives",
            "ContainerEngine",
            "Workspaces",
            "Execution",
            "RunnerServices"
        ),

        // Layer 5: front ends.
        room(
            "ActlocalCommands",
            uses: "Sessions",
            "RunEvents",
            "Diagnostics",
            products: [.product(name: "ArgumentParser", package: "swift-argument-parser")]
        ),
        .executableTarget(
            name: "actlocal",
            dependencies: ["ActlocalCommands"],
            swiftSettings: strict,
            linkerSettings: [
                .unsafeFlags(
                    ["-use-ld=lld", "-Xclang-linker", "-no-pie"] + selfContained,
                    .when(platforms: [.linux], configuration: .release)
                )
            ]
        ),

        // In the job: PID 1 of every job container, a static executable.
        .executableTarget(
            name: "actlocal-init",
            dependencies: ["InitProtocol"],
            swiftSettings: strict + [
                .unsafeFlags(["-static-executable"], .when(platforms: [.linux]))
            ],
            linkerSettings: [.unsafeFlags(["-static-executable"], .when(platforms: [.linux]))]
        ),

        // Tests.
        tests("DiagnosticsTests", uses: "Diagnostics"),
        tests("YAMLSyntaxTests", uses: "YAMLSyntax", "Diagnostics"),
        tests("ExpressionsTests", uses: "Expressions", "Diagnostics"),
        tests(
            "WorkflowsTests",
            uses: "Workflows",
            "YAMLSyntax",
            "Expressions",
            "Diagnostics",
            goldens: true
        ),
        tests("PlanningTests", uses: "Planning", "Workflows", "Expressions", "Diagnostics"),
        tests("RunEventsTests", uses: "RunEvents", "Diagnostics"),
        tests("InitProtocolTests", uses: "InitProtocol"),
        tests("ContainerEngineTests", uses: "ContainerEngine", "Transfers"),
        tests("HostProcessesTests", uses: "HostProcesses"),
        tests("ArchivesTests", uses: "Archives"),
        tests("RunnerServicesTests", uses: "RunnerServices", "Transfers", "HostProcesses"),
        tests(
            "WorkspacesTests",
            uses: "Workspaces",
            "HostProcesses",
            "Archives"
        ),
        tests(
            "ExecutionTests",
            uses: "Execution",
            "Planning",
            "Workflows",
            "Expressions",
            "Diagnostics",
            "RunEvents",
            "InitProtocol",
            "ContainerEngine",
            "HostProcesses",
            "Archives",
            "Workspaces"
        ),
        tests(
            "SessionsTests",
            uses: "Sessions",
            "RunEvents",
            "Planning",
            "Workflows",
            "Expressions",
            "Diagnostics",
            "HostProcesses",
            "Workspaces"
        ),
        tests(
            "ActlocalCommandsTests",
            uses: "ActlocalCommands",
            "Sessions",
            "RunEvents",
            "Diagnostics",
            goldens: true
        ),
        tests("EndToEndTests", uses: "RunEvents", "Diagnostics", "HostProcesses"),
        tests("ArchitectureTests"),
    ]
)
