import Foundation
import Sessions
import Testing

@testable import ActlocalCommands

/// `docs/errors.md`: a section for each code, with an example and what the program prints for it.
///
/// Shape of a section: a heading with the code, what it means, files as fenced blocks, the path
/// before a block where it is not `.github/workflows/ci.yml`, and `Output:` with a block. A block
/// of `console` has the command; else it is `actlocal check`.
struct ErrorsPage {
    /// One section.
    struct Section: Sendable, CustomTestStringConvertible {
        /// The code in the heading.
        let code: String
        /// All lines but the output.
        var lines: [String]
        /// The files of the example, by path.
        var files: [(path: String, text: String)] = []
        /// The words of the command, without `actlocal`, and variables before it.
        var command = ["check"]
        /// The output as it stands on the page.
        var output = ""

        var testDescription: String { code }
    }

    /// What stands before the first section of a code, and between the groups.
    private(set) var parts: [Part] = []

    /// A stretch of the page.
    enum Part {
        case text([String])
        case section(Section)
    }

    /// The sections.
    var sections: [Section] {
        parts.compactMap { if case .section(let section) = $0 { section } else { nil } }
    }

    /// Where the page is.
    static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/errors.md").standardizedFileURL

    /// Reads the page.
    init() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("#") {
                finish(lines)
                lines = []
            }
            lines.append(String(line))
        }
        finish(lines)
    }

    private mutating func finish(_ lines: [String]) {
        guard let first = lines.first else { return }
        guard first.hasPrefix("### `") else { return parts.append(.text(lines)) }
        let code = String(first.dropFirst(5).prefix { $0 != "`" })
        parts.append(.section(Section(code: code, lines: lines).read))
    }

    /// The page with other output.
    func text(_ output: (Section) -> String) -> String {
        let lines = parts.flatMap { part -> [String] in
            switch part {
            case .text(let lines): lines
            case .section(let section): section.written(output(section))
            }
        }
        return lines.joined(separator: "\n")
    }
}

extension ErrorsPage.Section {
    /// The section with its files, command and output found.
    fileprivate var read: Self {
        var section = self
        section.lines = []
        var path = ""
        var block: (kind: String, lines: [String])?
        for line in lines {
            if let open = block {
                guard line == "```" else {
                    block?.lines.append(line)
                    continue
                }
                section.take(open.kind, open.lines, path: path)
                path = ""
                block = nil
            } else if line.hasPrefix("```") {
                block = (String(line.dropFirst(3)), [])
            } else if line.hasPrefix("`"), line.hasSuffix("`:") {
                path = String(line.dropFirst().dropLast(2))
            }
        }
        section.lines = Self.withoutOutput(lines)
        return section
    }

    private mutating func take(_ kind: String, _ lines: [String], path: String) {
        let text = lines.map { $0 + "\n" }.joined()
        switch kind {
        case "text": output = text
        case "console":
            let words = lines.first?.dropFirst(2).split(separator: " ").map(String.init) ?? []
            command = words.filter { $0 != "actlocal" }
            output = text
        default: files.append((path.isEmpty ? ".github/workflows/ci.yml" : path, text))
        }
    }

    private static func withoutOutput(_ lines: [String]) -> [String] {
        var kept = Array(lines.prefix { $0 != "Output:" && $0 != "```console" })
        while kept.last?.isEmpty == true { kept.removeLast() }
        return kept
    }

    fileprivate func written(_ output: String) -> [String] {
        let kind = output.hasPrefix("$ ") ? "console" : "text"
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        return self.lines + ["", "Output:", "", "```\(kind)"] + lines.map(String.init) + [
            "```", "",
        ]
    }

    /// What the program prints for the example.
    func run() async throws -> String {
        let scratch = try ScratchFolder()
        try scratch.folder(".git")
        try scratch.folder(".github/workflows")
        for (path, text) in files {
            // Control characters stand on the page as their pictures, U+2400 and following.
            let scalars = text.unicodeScalars.map { scalar in
                (0x2400...0x241F).contains(scalar.value)
                    ? Unicode.Scalar(scalar.value - 0x2400) ?? scalar : scalar
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            try scratch.file(path, String(view))
        }
        var environment = ProcessInfo.processInfo.environment.filter { $0.key == "PATH" }
        for word in command where word.contains("=") {
            let halves = word.split(separator: "=", maxSplits: 1).map(String.init)
            environment[halves[0]] = halves[1]
        }
        let words = command.filter { !$0.contains("=") }
        let result = try await CommandResult.of(
            words + ["-C", scratch.path],
            machine: MachineFacts(
                environment: environment,
                home: scratch.path,
                userID: getuid(),
                groupID: getgid(),
                cores: 2,
                cacheFolder: scratch.path + "/cache",
                stateFolder: scratch.path + "/state",
                initExecutable: "/bin/true"
            )
        )
        guard command != ["check"] else { return result.output }
        let typed = command.filter { $0.contains("=") } + ["actlocal"] + words
        // After an empty line comes the verdict of a run, with the time it took.
        let console = result.console.components(separatedBy: "\n\n")[0]
        let ended = console.hasSuffix("\n") ? console : console + "\n"
        return "$ \(typed.joined(separator: " "))\n" + ended
    }
}
