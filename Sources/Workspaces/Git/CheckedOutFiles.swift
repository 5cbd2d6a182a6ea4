/// The files of a checkout's `.git` that say what is checked out, as this program writes them.
///
/// One packed history serves every ref that can be asked for: only these differ.
package struct CheckedOutFiles: Sendable, Equatable {
    /// The text of `HEAD`.
    package private(set) var head: String
    /// The text of `packed-refs`.
    package private(set) var packedRefs: String
    /// The text of `config`.
    package private(set) var configuration: String

    /// The files as they are.
    package init(head: String, packedRefs: String, configuration: String) {
        self.head = head
        self.packedRefs = packedRefs
        self.configuration = configuration
    }

    /// The commit that `HEAD` comes to; nil where there is none yet.
    private var tip: String? {
        let line = head.prefix { !$0.isNewline }
        let branch = "ref: "
        return line.hasPrefix(branch)
            ? refs[String(line.dropFirst(branch.count))] : String(line)
    }

    private var refs: [String: String] {
        var refs: [String: String] = [:]
        for line in packedRefs.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2 { refs[String(parts[1])] = String(parts[0]) }
        }
        return refs
    }

    /// Makes the commit that is checked out that of a ref.
    ///
    /// - Parameters:
    ///   - ref: What is checked out.
    ///   - keepsBranches: Whether the branches of `origin` stay, as all history has them.
    ///   - keepsTags: Whether all tags stay.
    package mutating func checkOut(_ ref: CheckoutRef, keepsBranches: Bool, keepsTags: Bool) {
        guard let tip else { return }
        let all = refs
        var kept = all.filter { name, _ in
            (keepsBranches && name.hasPrefix("refs/remotes/origin/"))
                || (keepsTags && name.hasPrefix("refs/tags/"))
        }
        for name in ref.refs {
            // A tag may have an object of its own.
            kept[name] = name.hasPrefix("refs/tags/") ? all[name] ?? tip : tip
        }
        packedRefs = kept.packedRefs
        configuration = configuration.withoutBranches
        head = "\(tip)\n"
        if case .branch(let name) = ref {
            head = "ref: refs/heads/\(name)\n"
            if configuration.contains("[remote ") {
                configuration += GitFolderSettings.following(name)
            }
        }
    }
}

extension [String: String] {
    /// The text of `packed-refs` with these objects by full ref.
    var packedRefs: String {
        sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { "\($0.value) \($0.key)\n" }.joined()
    }
}

extension String {
    /// The settings of git without the sections of branches.
    fileprivate var withoutBranches: String {
        var isBranch = false
        return split(separator: "\n").filter { line in
            if line.hasPrefix("[") { isBranch = line.hasPrefix("[branch ") }
            return !isBranch
        }.map { "\($0)\n" }.joined()
    }
}
