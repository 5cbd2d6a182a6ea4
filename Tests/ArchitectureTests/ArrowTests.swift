import Testing

@Suite("Arrows between rooms")
struct ArrowTests {
    /// How high each room stands, as docs/architecture.md has it.
    static let layers: [String: Int] = [
        "CLibYAML": 0, "CLibCurl": 0, "CLibArchive": 0, "CMalloc": 0,
        "Diagnostics": 1, "YAMLSyntax": 1, "Expressions": 1, "Workflows": 1, "Planning": 1,
        "RunEvents": 1, "InitProtocol": 1,
        "Transfers": 2, "ContainerEngine": 2, "HostProcesses": 2, "Archives": 2,
        "Workspaces": 3, "Execution": 3, "RunnerServices": 3,
        "Sessions": 4,
        "ActlocalCommands": 5,
        "actlocal": 6, "actlocal-init": 6,
    ]

    /// Modules that are no room of ours, and the only room that may import each.
    static let foreign: [String: String] = [
        "CLibYAML": "YAMLSyntax", "CLibCurl": "Transfers", "CLibArchive": "Archives",
        "CMalloc": "Sessions",
        "Subprocess": "HostProcesses", "ArgumentParser": "ActlocalCommands",
        "Crypto": "RunnerServices", "CryptoExtras": "RunnerServices",
        "HTTPTypes": "RunnerServices",
        "HummingbirdCore": "RunnerServices", "Logging": "RunnerServices",
        "NIOCore": "RunnerServices", "NIOPosix": "RunnerServices",
    ]

    /// Modules that come with Swift or the system.
    static let platform: Set<String> = [
        "Synchronization", "Foundation", "FoundationEssentials", "FoundationNetworking", "Dispatch",
        "Glibc", "Musl", "Darwin",
    ]

    /// Rooms without input or output, and what of the platform each may import.
    static let pure: [String: Set<String>] = [
        "Diagnostics": ["FoundationEssentials"], "RunEvents": ["FoundationEssentials"],
        "Planning": ["FoundationEssentials"],
        "YAMLSyntax": [], "Workflows": [], "InitProtocol": [],
        // `snprintf` and `strtod` for the one number format that Swift has not; no system call.
        "Expressions": ["Glibc"],
        "actlocal-init": ["Glibc"],
    ]

    private static let manifest = Manifest(Repository.text("Package.swift") ?? "")

    @Test("the manifest is read whole: every folder of Sources is a room of it")
    func manifestIsComplete() {
        let targets = Self.manifest.rooms.map(\.name) + Self.manifest.doors
        #expect(targets.sorted() == Repository.names(in: "Sources"))
        #expect(Set(targets) == Set(Self.layers.keys))
    }

    @Test("no arrow of the manifest points up, or from the engines to the language")
    func layersHold() {
        for target in Self.manifest.rooms {
            guard let own = Self.layers[target.name] else { continue }
            for room in target.rooms {
                let other = Self.layers[room] ?? .max
                #expect(other <= own, "\(target.name) stands below \(room)")
                let isLanguage = own == 2 && other == 1
                #expect(!isLanguage, "\(target.name) knows no words of \(room)")
            }
        }
    }

    @Test("a room imports only the rooms of its line")
    func importsAreDeclared() {
        for target in Self.manifest.rooms {
            let allowed = Set(target.rooms + target.products).union(Self.platform)
            for file in Repository.sources where file.room == target.name {
                for (module, line) in file.imports {
                    #expect(
                        allowed.contains(module),
                        "\(file.path):\(line): \(target.name) may not import \(module)"
                    )
                }
            }
        }
    }

    @Test("every arrow of the manifest is used")
    func arrowsAreUsed() {
        for target in Self.manifest.rooms {
            let files = Repository.sources.filter { $0.room == target.name }
            let used = Set(files.flatMap { $0.imports.map(\.module) })
            for room in target.rooms + target.products {
                #expect(used.contains(room), "\(target.name) never imports \(room)")
            }
        }
    }

    @Test("one room imports each foreign library")
    func foreignModules() {
        for file in Repository.sources {
            for (module, line) in file.imports {
                guard let owner = Self.foreign[module] else { continue }
                #expect(
                    file.room == owner,
                    "\(file.path):\(line): only \(owner) imports \(module)"
                )
            }
        }
        let products = Self.manifest.rooms.flatMap(\.products)
        #expect(Set(products + Self.manifest.doors) == Set(Self.foreign.keys))
    }

    @Test("the language reads no clock, disk, environment or network")
    func pureRooms() {
        for file in Repository.sources {
            guard let allowed = Self.pure[file.room] else { continue }
            let banned = Self.platform.subtracting(allowed).subtracting(["Synchronization"])
            for (module, line) in file.imports where banned.contains(module) {
                #expect(
                    isFallback(module, at: line, in: file, allowed: allowed),
                    "\(file.path):\(line): \(file.room) must not import \(module)"
                )
            }
        }
    }

    /// Whether an import is the other branch of one that is allowed: `Foundation` on machines
    /// without `FoundationEssentials`, another C library where there is no Glibc.
    private func isFallback(
        _ module: String,
        at line: Int,
        in file: SwiftFile,
        allowed: Set<String>
    ) -> Bool {
        let standIns = ["Foundation": "FoundationEssentials", "Musl": "Glibc", "Darwin": "Glibc"]
        guard let original = standIns[module], allowed.contains(original) else { return false }
        let before = file.code[..<(line - 1)].last { $0.contains("#") }
        return before.map { $0.contains("#else") || $0.contains("canImport(\(module))") } ?? false
    }
}
