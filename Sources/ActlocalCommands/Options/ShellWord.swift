import ArgumentParser

/// How names are written for a shell that completes a word, and that quotes what it inserts.
enum ShellWord {
    /// The names that a shell can offer, each once; those with line feeds are left out.
    static func offered(_ names: [String], in shell: CompletionShell?) -> [String] {
        var seen: Set<String> = []
        let lines = names.filter { name in
            !name.isEmpty && !name.contains(where: \.isNewline) && seen.insert(name).inserted
        }
        return switch shell {
        // A description would follow the first colon.
        case .zsh: lines.map { $0.replacing("\\", with: "\\\\").replacing(":", with: "\\:") }
        // A description would follow the first tab.
        case .fish: lines.filter { !$0.contains("\t") }
        default: lines
        }
    }
}
