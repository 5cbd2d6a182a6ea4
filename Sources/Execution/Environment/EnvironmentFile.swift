/// What a step wrote into `GITHUB_ENV`, `GITHUB_OUTPUT` or `GITHUB_STATE`.
///
/// - Source: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions#environment-files>;
///   actions/runner `EnvFileKeyValuePairs`.
package struct EnvironmentFile: Sendable {
    /// The pairs in the order written; the last of one name wins.
    ///
    /// They stand even when a later line is malformed.
    package let pairs: [(name: String, value: String)]
    /// The first malformed line; nothing after it was read.
    package let problem: EnvironmentFileProblem?

    /// Reads a file's bytes; names, values and delimiters are not trimmed.
    package init(_ bytes: [UInt8]) {
        var reader = Reader(TextFile.utf8(bytes))
        var pairs: [(name: String, value: String)] = []
        var problem: EnvironmentFileProblem?
        do {
            while let pair = try reader.nextPair() {
                pairs.append(pair)
            }
        } catch {
            problem = error
        }
        self.pairs = pairs
        self.problem = problem
    }
}

extension EnvironmentFile {
    private struct Reader {
        private let bytes: ArraySlice<UInt8>
        private var index: Int

        init(_ bytes: ArraySlice<UInt8>) {
            self.bytes = bytes
            index = bytes.startIndex
        }

        /// The next pair; nil at the end.
        mutating func nextPair() throws(EnvironmentFileProblem) -> (name: String, value: String)? {
            while let (line, _) = nextLine() {
                guard !line.isEmpty else { continue }
                let equals = line.firstIndex(of: 0x3D)
                let heredoc = line.indices.dropLast().first {
                    line[$0] == 0x3C && line[$0 + 1] == 0x3C
                }
                if let equals, equals < heredoc ?? .max {
                    return (text(line[..<equals]), text(line[(equals + 1)...]))
                }
                guard let heredoc else { throw .malformed(line: text(line)) }
                let name = line[..<heredoc]
                let delimiter = line[(heredoc + 2)...]
                guard !name.isEmpty, !delimiter.isEmpty else {
                    throw .emptyNameOrDelimiter(line: text(line))
                }
                return (text(name), try value(upTo: delimiter))
            }
            return nil
        }

        /// The lines before the delimiter, with the line ends between them.
        private mutating func value(
            upTo delimiter: ArraySlice<UInt8>
        ) throws(EnvironmentFileProblem) -> String {
            let start = index
            var end = index
            while true {
                guard let (line, isEnded) = nextLine() else {
                    throw .missingDelimiter(text(delimiter))
                }
                if line == delimiter { return text(bytes[start..<end]) }
                guard isEnded else { throw .missingNewLine }
                end = index - 1
            }
        }

        private mutating func nextLine() -> (line: ArraySlice<UInt8>, isEnded: Bool)? {
            guard index < bytes.endIndex else { return nil }
            let start = index
            guard let end = bytes[start...].firstIndex(of: 0x0A) else {
                index = bytes.endIndex
                return (bytes[start...], false)
            }
            index = end + 1
            return (bytes[start..<end], true)
        }

        private func text(_ bytes: ArraySlice<UInt8>) -> String {
            String(decoding: bytes, as: UTF8.self)
        }
    }
}
