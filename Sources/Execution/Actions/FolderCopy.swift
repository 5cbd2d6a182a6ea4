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
    /// - Throws: `FolderCopyError`, `StepHostError`.
    func copy(_ source: String, to target: String) async throws {
        try await host.makeDirectory(target, FileAttributes(mode: 0o755, owner: owner))
        var budget = Budget()
        try await copy(source, to: target, depth: 0, budget: &budget)
    }

    /// What may still be copied.
    private struct Budget {
        var files = FolderCopy.fileLimit
        var bytes = FolderCopy.byteLimit
    }

    private func copy(
        _ source: String,
        to target: String,
        depth: Int,
        budget: inout Budget
    ) async throws {
        guard depth < 64 else { throw FolderCopyError.tooDeep(source) }
        for name in try FileManager.default.contentsOfDirectory(atPath: source).sorted()
        where name != ".git" {
            let (from, to) = ("\(source)/\(name)", "\(target)/\(name)")
            var isFolder: Bool = false
            guard FileManager.default.fileExists(atPath: from, isDirectory: &isFolder) else {
                throw FolderCopyError.unreadable(from)
            }
            if isFolder {
                try await host.makeDirectory(to, FileAttributes(mode: 0o755, owner: owner))
                try await copy(from, to: to, depth: depth + 1, budget: &budget)
                continue
            }
            guard let contents = FileManager.default.contents(atPath: from) else {
                throw FolderCopyError.unreadable(from)
            }
            budget.files -= 1
            budget.bytes -= contents.count
            guard budget.files >= 0, budget.bytes >= 0 else {
                throw FolderCopyError.tooLarge(source)
            }
            let isProgram = FileManager.default.isExecutableFile(atPath: from)
            try await host.write(
                Array(contents),
                to: to,
                FileAttributes(mode: isProgram ? 0o755 : 0o644, owner: owner)
            )
        }
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
