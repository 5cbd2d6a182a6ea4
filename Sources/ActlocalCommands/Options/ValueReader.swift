import Sessions

/// Reads the values of one kind from what was typed and from files.
struct ValueReader {
    /// What was typed for one kind.
    struct Typed {
        /// The option's name, for messages.
        let option: String
        /// `NAME` or `NAME=value`, in the order given.
        let typed: [String]
        /// Dotenv files.
        let files: [String]
    }

    /// Where a name without a value is looked up.
    let environment: [String: String]
    /// The folder of the default files.
    let projectRoot: String
    /// Makes the files' paths absolute.
    let paths: PathResolver

    /// Gathers the values of a kind.
    ///
    /// - Parameters:
    ///   - kind: What the values are.
    ///   - source: What was typed.
    ///   - prompt: Asks for a value that is nowhere; nil means that its absence is an error.
    /// - Returns: The values, and what cannot be read of the dotenv files.
    /// - Throws: `RequestError` for a name that cannot be used, or a file that cannot be read.
    func read(
        _ kind: InputKind,
        _ source: Typed,
        prompt: SecretPrompt? = nil
    ) throws(RequestError) -> InputValues {
        var given: [(name: String, value: String)] = []
        for text in source.typed {
            given.append(try value(of: text, option: source.option, prompt: prompt))
        }
        let files = source.files.map { InputFile(path: paths.absolute($0), shown: $0) }
        do throws(InputError) {
            return try InputValues(kind, given: given, files: files, projectRoot: projectRoot)
        } catch {
            throw .input(error)
        }
    }

    private func value(
        of text: String,
        option: String,
        prompt: SecretPrompt?
    ) throws(RequestError) -> (name: String, value: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard InputKind.isName(name) else {
            throw .badName(option: option)
        }
        if parts.count == 2 {
            return (name, String(parts[1]))
        }
        if let value = environment[name] {
            return (name, value)
        }
        guard let prompt else {
            throw .noValue(option: option, name: name)
        }
        guard let value = prompt.ask(name) else {
            throw .promptCancelled
        }
        return (name, value)
    }
}
