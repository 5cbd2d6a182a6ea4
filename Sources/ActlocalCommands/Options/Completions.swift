import Sessions

/// What a shell offers after Tab: names read from the project; nothing where they cannot be read.
///
/// `words` are those of the command line as typed, the program first.
enum Completions {
    /// The workflows, by the stems of their files.
    static func workflows(_ words: [String]) -> [String] {
        unique(entries(words).map { stem(of: $0) })
    }

    /// The ids of the jobs, of the workflow that is named already, else of all.
    static func jobs(_ words: [String]) -> [String] {
        unique(chosen(words).flatMap { $0.jobs.map(\.id) })
    }

    /// The events that start the workflow that is named already, else any.
    static func events(_ words: [String]) -> [String] {
        unique(chosen(words).flatMap { $0.events.map(\.name) })
    }

    /// The names of all artifacts of this machine.
    static func artifacts() -> [String] {
        unique(StoredNames(.current()).artifacts)
    }

    /// The runs of this machine that left artifacts.
    static func runs() -> [String] {
        unique(StoredNames(.current()).runs)
    }

    /// The runs of the project that left contexts, newest first.
    static func earlierRuns(_ words: [String]) -> [String] {
        guard let paths = try? PathResolver(directory: value(of: ["-C", "--directory"], in: words))
        else { return [] }
        return unique(StoredNames(.current()).earlierRuns(of: paths.projectRoot))
    }

    /// The keys of all cache entries of this machine.
    static func cacheKeys() -> [String] {
        unique(StoredNames(.current()).cacheKeys)
    }

    /// The workflows that one of the words names; all when none does.
    private static func chosen(_ words: [String]) -> [WorkflowCatalog.Entry] {
        let entries = entries(words)
        let typed = Set(words.dropFirst(2).map(unquoted))
        let named = entries.filter { entry in
            typed.contains(stem(of: entry)) || typed.contains(entry.file)
                || typed.contains(entry.name)
        }
        return named.isEmpty ? entries : named
    }

    private static func entries(_ words: [String]) -> [WorkflowCatalog.Entry] {
        guard let paths = try? PathResolver(directory: value(of: ["-C", "--directory"], in: words))
        else { return [] }
        var request = RunRequest(projectRoot: paths.projectRoot, machine: .current())
        request.workflowsPath = value(of: ["-W", "--workflows"], in: words).map(paths.absolute)
        return (try? WorkflowCatalog.load(request).entries) ?? []
    }

    /// The value that one of an option's spellings has on the command line.
    private static func value(of spellings: [String], in words: [String]) -> String? {
        for (index, word) in words.enumerated() {
            for spelling in spellings {
                if word == spelling, index + 1 < words.count { return unquoted(words[index + 1]) }
                let joined = spelling.hasPrefix("--") ? spelling + "=" : spelling
                if word.hasPrefix(joined), word != spelling {
                    return unquoted(String(word.dropFirst(joined.count)))
                }
            }
        }
        return nil
    }

    /// A word without the quotes that the shell would take away.
    private static func unquoted(_ word: String) -> String {
        word.filter { !"'\"\\".contains($0) }
    }

    private static func stem(of entry: WorkflowCatalog.Entry) -> String {
        let name = entry.file.split(separator: "/").last.map(String.init) ?? entry.file
        return String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)])
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
