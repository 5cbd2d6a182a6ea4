import InitProtocol

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Copies a small folder of this machine, such as an action's, into a job.
struct FolderCopy: Sendable {
    /// Folders with more files, or more bytes, are refused: they are no action.
    static let fileLimit = 20_000
    /// The most bytes that all files together may have.
    static let byteLimit = 512 << 20

    /// The job the files go to.
    let host: any StepHost
    /// Who owns the copies, as a process request names a user.
    let owner: String

    /// Copies everything below `source` to `target`; links are followed, `.git` is left out.
    ///
    /// - Returns: links that lead out of the folder and were left out, as paths in it.
    /// - Throws: `FolderCopyError`, `StepHostError`.
    func copy(_ source: String, to target: String) async throws -> [String] {
        try await host.makeDirectory(target, FileAttributes(mode: 0o755, owner: owner))
        var progress = Progress(bounds: FolderBounds(source))
        try await copy(source, to: target, inside: "", depth: 0, &progress)
        return progress.leftOut
    }

    /// What may still be copied, and what was not.
    private struct Progress {
        let bounds: FolderBounds
        var files = FolderCopy.fileLimit
        var bytes = FolderCopy.byteLimit
        var leftOut: [String] = []
    }

    private func copy(
        _ source: String,
        to target: String,
        inside: String,
        depth: Int,
        _ progress: inout Progress
    ) async throws {
        guard depth < 64 else { throw FolderCopyError.tooDeep(source) }
        for name in try FileManager.default.contentsOfDirectory(atPath: source).sorted()
        where name != ".git" {
            let (from, to) = ("\(source)/\(name)", "\(target)/\(name)")
            switch progress.bounds.entry(at: from) {
            case .folder:
                try await host.makeDirectory(to, FileAttributes(mode: 0o755, owner: owner))
                let inner = "\(inside)\(name)/"
                try await copy(from, to: to, inside: inner, depth: depth + 1, &progress)
            case .file(let bytes):
                progress.files -= 1
                progress.bytes -= bytes
                guard progress.files >= 0, progress.bytes >= 0 else {
                    throw FolderCopyError.tooLarge(source)
                }
                try await copyFile(from, to: to)
            case .leadsOut: progress.leftOut.append(inside + name)
            case .special, nil: throw FolderCopyError.unreadable(from)
            }
        }
    }

    private func copyFile(_ source: String, to target: String) async throws {
        guard let contents = FileManager.default.contents(atPath: source) else {
            throw FolderCopyError.unreadable(source)
        }
        let isProgram = FileManager.default.isExecutableFile(atPath: source)
        try await host.write(
            Array(contents),
            to: target,
            FileAttributes(mode: isProgram ? 0o755 : 0o644, owner: owner)
        )
    }
}

/// Why a folder was not copied into a job.
enum FolderCopyError: Error, CustomStringConvertible {
    case unreadable(String)
    case tooDeep(String)
    case tooLarge(String)

    /// The wording.
    var description: String {
        switch self {
        case .unreadable(let path): "`\(path)` cannot be read"
        case .tooDeep(let path): "`\(path)` is nested deeper than 64 folders"
        case .tooLarge(let path):
            "`\(path)` has more than \(FolderCopy.fileLimit) files or \(FolderCopy.byteLimit) bytes"
        }
    }
}
