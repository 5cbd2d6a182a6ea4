package import Diagnostics

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The values of one kind, gathered from everywhere they may be given.
///
/// What is given one by one beats what a named file says, and that beats the kind's default file; a
/// later file beats an earlier one. Secrets and variables come out with names in upper case, as
/// GitHub keeps them.
package struct InputValues: Sendable, Hashable {
    /// The values by name.
    package let values: [String: String]
    /// How many names the kind's default file gave, whatever else gives them, too.
    package let defaultCount: Int
    /// What could not be read of the files.
    package let diagnostics: [Diagnostic]

    /// Reads the files, and puts what is given on top.
    ///
    /// - Parameters:
    ///   - kind: What the values are.
    ///   - given: Values by name in the order given; the last one of a name counts.
    ///   - files: Dotenv files to read.
    ///   - projectRoot: The folder of the default file; nil to read none.
    /// - Throws: `InputError` for a named file that cannot be read, and for a default file that is
    ///   there but closed, or a link out of the repository.
    package init(
        _ kind: InputKind,
        given: [(name: String, value: String)],
        files: [InputFile],
        projectRoot: String?
    ) throws(InputError) {
        var found: [String: (name: String, value: String)] = [:]
        var diagnostics: [Diagnostic] = []
        let defaults = try projectRoot.map { (root) throws(InputError) in
            try Self.defaultFiles(kind, in: root)
        }
        var defaultCount = 0
        for (number, file) in ((defaults ?? []) + files).enumerated() {
            let parsed = DotenvFile.parse(
                try SourceFile.read(file.path, shownAs: file.shown, mayBePipe: file.mayBePipe)
            )
            diagnostics += parsed.diagnostics
            for entry in parsed.file.entries {
                found[kind.key(for: entry.name)] = (entry.name, entry.value)
            }
            if number < defaults?.count ?? 0 { defaultCount = found.count }
        }
        for value in given {
            found[kind.key(for: value.name)] = value
        }
        let keepsCase = kind == .input
        values = found.reduce(into: [:]) { values, entry in
            values[keepsCase ? entry.value.name : entry.key] = entry.value.value
        }
        self.defaultCount = defaultCount
        self.diagnostics = diagnostics
    }

    /// The kind's default file, when there is one; `.env` is a common name of folders, too.
    private static func defaultFiles(
        _ kind: InputKind,
        in projectRoot: String
    ) throws(InputError) -> [InputFile] {
        let path = "\(projectRoot)/\(kind.defaultFile)"
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            return []
        }
        guard RepositoryBounds(root: projectRoot).holds(kind.defaultFile) else {
            throw .leadsOutside(path: kind.defaultFile, flag: kind.fileFlag)
        }
        return [InputFile(path: path, shown: kind.defaultFile, mayBePipe: false)]
    }
}

/// A file to read, under the path the user knows it by.
package struct InputFile: Sendable, Hashable {
    /// Where it is.
    package let path: String
    /// The path that messages show.
    package let shown: String
    /// Whether it may be a pipe, which only the user can say.
    package let mayBePipe: Bool

    /// Names a file; one that the user named may be a pipe.
    package init(path: String, shown: String, mayBePipe: Bool = true) {
        self.path = path
        self.shown = shown
        self.mayBePipe = mayBePipe
    }
}
