import Sessions
import Testing

@testable import ActlocalCommands

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A machine with artifacts and cache entries, written as the services write them.
struct StoreFixture {
    /// A folder that is no git repository: the project.
    let project: ScratchFolder
    /// Where state and cache are.
    let home: ScratchFolder
    /// Five minutes ago, so that it stays so while a test runs.
    private let now = Date().timeIntervalSince1970 - 330

    init() throws {
        project = try ScratchFolder()
        home = try ScratchFolder()
    }

    /// The facts of the machine.
    var machine: MachineFacts {
        MachineFacts(
            environment: ["PATH": "/usr/bin:/bin"],
            home: home.path,
            userID: 0,
            groupID: 0,
            cores: 2,
            cacheFolder: home.path + "/cache",
            stateFolder: home.path + "/state",
            initExecutable: nil
        )
    }

    /// Runs the program in the project's folder with the arguments of a line, none with blanks.
    func call(_ line: String) async throws -> CommandResult {
        let arguments = line.split(separator: " ").map(String.init)
        return try await CommandResult.of(arguments + ["-C", project.path], machine: machine)
    }

    /// Writes an artifact that was uploaded so many days ago.
    func artifact(
        _ name: String,
        run: Int,
        id: Int,
        _ content: [UInt8],
        type: String = "application/zip",
        days: Double = 0,
        of repository: String? = nil
    ) throws {
        let created = now - days * 24 * 3600
        let folder = "state/runs/\(run)/artifacts/\(id)"
        try home.file(
            "\(folder)/entry.json",
            """
            {"id":\(id),"run":\(run),"workflow":"CI","job":"build","repository":"local/project",
             "home":"\(repository ?? project.path)","name":"\(name)","size":\(content.count),
             "digest":"sha256:00","contentType":"\(type)","created":\(created),
             "expires":\(created + 90 * 24 * 3600),"runBackend":"r","jobBackend":"j"}
            """
        )
        try write("\(folder)/content", content)
    }

    /// Writes a cache entry.
    func entry(_ key: String, ref: String = "refs/heads/main", _ content: [UInt8]) throws {
        let place = project.path.replacing("/", with: "%2F")
        let folder = "cache/caches/\(place)/v/\(key)-\(ref.replacing("/", with: "-"))"
        try home.file(
            "\(folder)/entry.json",
            """
            {"repository":"\(project.path)","key":"\(key)","version":"v","scope":"\(ref)",
             "size":\(content.count),"created":\(now),"id":1}
            """
        )
        try write("\(folder)/content", content)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: now)],
            ofItemAtPath: "\(home.path)/\(folder)/entry.json"
        )
    }

    private func write(_ path: String, _ content: [UInt8]) throws {
        try Data(content).write(to: URL(filePath: "\(home.path)/\(path)"))
    }

    /// Whether something is in one of the folders.
    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// The text of a file; nil where there is none.
    static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A tar archive of files, as plain as can be.
    static func tar(_ files: KeyValuePairs<String, String>) -> [UInt8] {
        var bytes: [UInt8] = []
        for (path, text) in files {
            var head = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at start: Int) {
                head.replaceSubrange(start..<start + text.utf8.count, with: Array(text.utf8))
            }
            put(path, at: 0)
            put("0000644\0" + "0000000\0" + "0000000\0", at: 100)
            let size = String(text.utf8.count, radix: 8)
            put(String(repeating: "0", count: 11 - size.count) + size + "\0", at: 124)
            put("00000000000\0" + "        " + "0", at: 136)
            put("ustar\0" + "00", at: 257)
            let sum = String(head.reduce(0) { $0 + Int($1) }, radix: 8)
            put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", at: 148)
            bytes += head + Array(text.utf8)
            bytes += [UInt8](repeating: 0, count: (512 - text.utf8.count % 512) % 512)
        }
        return bytes + [UInt8](repeating: 0, count: 1024)
    }
}
