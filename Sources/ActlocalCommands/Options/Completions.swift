import ArgumentParser
import Sessions

/// What a shell offers after Tab: names read from the project; nothing where they cannot be read.
///
/// `words` are those of the command line as typed, the program first.
enum Completions {
    /// Names for the word at an index, written for the shell that asks.
    static func custom(_ names: @escaping @Sendable ([String]) -> [String]) -> CompletionKind {
        .custom { words, _, _ in ShellWord.offered(names(words), in: .requesting) }
    }

    /// The workflows, by the stems of their files.
    static func workflows(_ words: [String]) -> [String] {
        entries(words).map { stem(of: $0) }
    }

    /// The ids of the jobs, of the workflow that is named already, else of all.
    static func jobs(_ words: [String]) -> [String] {
        chosen(words).flatMap { $0.jobs.map(\.id) }
    }

    /// The steps of the job that is named already, else of all; with `--run` those of that run.
    static func steps(_ words: [String]) -> [String] {
        let job = value(of: ["-j", "--job"], in: words)
        if let run = value(of: ["--run"], in: words) {
            guard let root = root(words) else { return [] }
            return StoredNames(.current()).steps(of: root, run: run, job: job)
        }
        let jobs = chosen(words).flatMap(\.jobs)
        return jobs.filter { job == nil || $0.id.lowercased() == job?.lowercased() }
            .flatMap(\.stepNames)
    }

    /// The events that start the workflow that is named already, else any.
    static func events(_ words: [String]) -> [String] {
        chosen(words).flatMap { $0.events.map(\.name) }
    }

    /// The names of all artifacts of this machine.
    static func artifacts() -> [String] {
        StoredNames(.current()).artifacts
    }

    /// The runs of this machine that left artifacts.
    static func runs() -> [String] {
        StoredNames(.current()).runs
    }

    /// The runs of the project that left contexts, newest first.
    static func earlierRuns(_ words: [String]) -> [String] {
        guard let root = root(words) else { return [] }
        return StoredNames(.current()).earlierRuns(of: root)
    }

    /// The keys of all cache entries of this machine.
    static func cacheKeys() -> [String] {
        StoredNames(.current()).cacheKeys
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

    /// The project's root.
    private static func root(_ words: [String]) -> String? {
        try? PathResolver(directory: value(of: ["-C", "--directory"], in: words)).projectRoot
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
}
