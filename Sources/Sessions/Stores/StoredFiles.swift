import Archives
import Workspaces

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The files of an artifact or a cache entry.
package struct StoredFiles: Sendable {
    /// How the files are kept.
    enum Form: Sendable {
        /// As a zip archive.
        case archive
        /// As they are: one file.
        case plain
        /// As a compressed tar archive, whose paths may lead out of the workspace.
        case cache
    }

    /// One of the files.
    package struct File: Sendable, Hashable {
        /// Its path in the archive.
        package let path: String
        /// Its bytes; nil for folders and links.
        package let size: Int?
        /// Where it points to; nil for what is no symbolic link.
        package let target: String?
    }

    /// What they are called together.
    let name: String
    /// Where they are.
    let path: String
    /// How they are kept.
    let form: Form

    /// The files, in the order of the archive.
    ///
    /// - Throws: `StoreError.refused` when the archive is damaged, `.disk`.
    package func list() throws(StoreError) -> [File] {
        guard form != .plain else {
            return [File(path: name, size: SmallFile.facts(of: path)?.size, target: nil)]
        }
        return try unpacking { try entries() }.map { entry in
            switch entry.kind {
            case .file(let size): File(path: entry.path, size: size, target: nil)
            case .link(let target): File(path: entry.path, size: nil, target: target)
            case .folder, .hardLink, .special: File(path: entry.path, size: nil, target: nil)
            }
        }
    }

    /// Unpacks the files into a folder, which is made when needed.
    ///
    /// Everything is looked at before anything is written, as by `check(into:replacing:)`.
    ///
    /// - Returns: how many files, folders and links were made.
    /// - Throws: `StoreError`.
    package func extract(into folder: String, replacing: Bool) throws(StoreError) -> Int {
        try check(into: folder, replacing: replacing)
        do {
            try SmallFile.makeFolder(folder)
        } catch {
            throw .disk(reason: error.description)
        }
        guard form != .plain else { return try copy(into: folder) }
        return try unpacking { try extraction.extract(.file(path), into: folder) }
    }

    /// Looks for what keeps the files from being unpacked into a folder, and writes nothing.
    ///
    /// Paths and links that lead out, what would land in a repository's own folder, and, unless
    /// files are replaced, what is there.
    ///
    /// - Throws: `StoreError`.
    package func check(into folder: String, replacing: Bool) throws(StoreError) {
        let targets = try targets(extraction)
        for (parts, entry) in targets { try check(parts, entry, in: folder) }
        let taken = targets.filter { parts, entry in
            !replacing && Self.isTaken("\(folder)/\(parts.joined(separator: "/"))", by: entry)
        }
        guard taken.isEmpty else {
            throw .filesInTheWay(taken.map { $0.parts.joined(separator: "/") }, folder: folder)
        }
    }

    private var extraction: ArchiveExtraction {
        var extraction = ArchiveExtraction()
        extraction.movesOutsiders = form == .cache
        return extraction
    }

    private func entries() throws -> [ArchiveEntry] {
        let reader = try ArchiveReader(.file(path))
        var entries: [ArchiveEntry] = []
        while let entry = try reader.next() {
            entries.append(entry)
            // What is passed over in a compressed archive is unpacked all the same, without limits.
            if form == .cache { try reader.readContent { _ in } }
        }
        return entries
    }

    private func targets(
        _ extraction: ArchiveExtraction
    ) throws(StoreError) -> [(parts: [String], entry: ArchiveEntry)] {
        guard form != .plain else {
            return [([name], ArchiveEntry(path: name, kind: .file(size: 0)))]
        }
        return try unpacking {
            try entries().compactMap { entry in
                try extraction.parts(of: entry.path).map { ($0, entry) }
            }
        }
    }

    /// Refuses links that lead out, and files in the `.git` of a repository that is there.
    private func check(
        _ parts: [String],
        _ entry: ArchiveEntry,
        in folder: String
    ) throws(StoreError) {
        if form == .archive, case .link(let target) = entry.kind,
            Self.leadsOut(target, from: parts.dropLast().count)
        {
            throw .outside(name, path: entry.path, reason: "it is a link to `\(target)`")
        }
        for (index, part) in parts.enumerated() where part.lowercased() == ".git" {
            let place = ([folder] + parts[...index]).joined(separator: "/")
            guard !FileManager.default.fileExists(atPath: place) else {
                throw .outside(
                    name,
                    path: entry.path,
                    reason: "`\(place)` belongs to a repository"
                )
            }
        }
    }

    /// Whether a link that lies so many folders deep leads out of the outermost one.
    private static func leadsOut(_ target: String, from depth: Int) -> Bool {
        guard !target.hasPrefix("/") else { return true }
        let parts = target.split(separator: "/").filter { $0 != "." }
        let ups = parts.prefix { $0 == ".." }.count
        // A `..` behind a name climbs from wherever a link of that name leads.
        return ups > depth || parts.dropFirst(ups).contains("..")
    }

    private static func isTaken(_ path: String, by entry: ArchiveEntry) -> Bool {
        guard let found = try? FileManager.default.attributesOfItem(atPath: path) else {
            return false
        }
        let isFolder = found[.type] as? FileAttributeType == .typeDirectory
        return !(isFolder && entry.kind == .folder)
    }

    private func copy(into folder: String) throws(StoreError) -> Int {
        let target = "\(folder)/\(name)"
        do {
            if let found = try? FileManager.default.attributesOfItem(atPath: target) {
                guard found[.type] as? FileAttributeType != .typeDirectory else {
                    throw StoreError.disk(reason: "cannot replace `\(target)`: it is a folder")
                }
                try FileManager.default.removeItem(atPath: target)
            }
            try FileManager.default.copyItem(atPath: path, toPath: target)
        } catch let error as StoreError {
            throw error
        } catch {
            throw .disk(reason: "cannot write `\(target)`: \(Self.reason(error))")
        }
        return 1
    }

    private func unpacking<Value>(_ work: () throws -> Value) throws(StoreError) -> Value {
        do {
            return try work()
        } catch let error as StoreError {
            throw error
        } catch let error as ArchiveError {
            if case .disk = error { throw .disk(reason: error.description) }
            throw .refused(name, reason: error.description)
        } catch {
            throw .disk(reason: "cannot use `\(path)`: \(Self.reason(error))")
        }
    }

    /// The system's reason that an error of Foundation wraps, if it wraps one.
    private static func reason(_ error: any Error) -> String {
        let wrapped = (error as? CocoaError)?.underlying as? POSIXError
        return wrapped.map { "\(SystemFailure(code: $0.code.rawValue))" } ?? "\(error)"
    }
}
