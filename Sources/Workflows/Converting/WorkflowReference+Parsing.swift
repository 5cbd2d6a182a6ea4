extension WorkflowReference {
    /// Why a text is no reference to a workflow file, in GitHub's words.
    struct Malformed: Error {
        /// What follows `invalid value workflow reference: `.
        let reason: String

        fileprivate init(_ reason: String) {
            self.reason = reason
        }
    }

    /// The folders that hold workflows; the second is the one GitHub itself tries things in.
    private static let folders = [".github/workflows/", ".github/workflows-lab/"]

    /// Reads `uses` of a job; nil when it is no reference to a workflow file.
    package init?(parsing text: String) {
        guard let reference = try? Self.parse(text) else {
            return nil
        }
        self = reference
    }

    /// Reads `uses` of a job.
    ///
    /// `$/` is the newer way to write `./`: the repository and commit of the calling file.
    /// Source: <https://docs.github.com/actions/how-tos/reuse-automations/reuse-workflows> and
    /// `validateWorkflowUsesFormat` of actions/languageservices, which has the server's rules.
    static func parse(_ text: String) throws(Malformed) -> Self {
        for (lead, kind) in [("./", "local"), ("$/", "self repository")]
        where text.hasPrefix(lead) {
            let path = String(text.dropFirst(lead.count))
            guard folders.contains(where: path.hasPrefix) else {
                let what = kind == "local" ? "local workflow references" : "\(kind) workflows"
                throw Malformed("\(what) must be rooted in '.github/workflows'")
            }
            if path.contains("@") {
                throw Malformed("cannot specify version when calling \(kind) workflows")
            }
            try checkFile(path)
            return .local(path: path, lead: lead)
        }
        return try parseRemote(text)
    }

    private static func parseRemote(_ text: String) throws(Malformed) -> Self {
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        if halves.count > 2 {
            throw Malformed("too many '@' in workflow reference")
        }
        guard halves.count == 2, !halves[1].isEmpty else {
            throw Malformed("no version specified")
        }
        let parts = halves[0].split(separator: "/", maxSplits: 2).map(String.init)
        guard let path = parts.last, folders.contains(where: { halves[0].contains($0) }) else {
            throw Malformed("references to workflows must be rooted in '.github/workflows'")
        }
        guard parts.count == 3, folders.contains(where: path.hasPrefix) else {
            throw Malformed(
                "references to workflows must be prefixed with format 'owner/repository/' or "
                    + "'./' for local workflows"
            )
        }
        guard isName(parts[0]) else {
            throw Malformed("owner name must be a valid repository owner name")
        }
        guard isName(parts[1]) else {
            throw Malformed("repository name is invalid")
        }
        let ref = String(halves[1])
        if let problem = problem(ofVersion: ref) {
            throw Malformed(problem)
        }
        try checkFile(path)
        return .repository(owner: parts[0], name: parts[1], path: path, ref: ref)
    }

    /// Checks what stands below the workflows folder.
    private static func checkFile(_ path: String) throws(Malformed) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            throw Malformed(
                "workflows must be defined at the top level of the .github/workflows/ directory"
            )
        }
        let endings = [".yml", ".yaml"]
        guard endings.contains(where: parts[2].hasSuffix) else {
            throw Malformed(
                "workflow file should have either a '.yml' or '.yaml' file extension"
            )
        }
        if endings.contains(String(parts[2])) {
            throw Malformed("invalid workflow file name")
        }
    }

    private static func isName(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }

    /// What git refuses in the name of a branch or tag, or nil.
    private static func problem(ofVersion version: String) -> String? {
        let refused = ["?", "*", "[", "]", "\\", "~", "^", ":", "@{", "..", "//"]
        if let part = refused.first(where: version.contains) {
            return "invalid character '\(part)' in version"
        }
        let ends: [Character] = ["/", "."]
        if ends.contains(where: { version.first == $0 || version.last == $0 }) {
            return "version cannot begin or end with a slash '/' or a dot '.'"
        }
        if version.split(separator: "/").contains(where: {
            $0.hasPrefix(".") || $0.hasSuffix(".lock")
        }) {
            return "invalid version: \(version)"
        }
        if version.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            return "version cannot have ASCII control characters"
        }
        return version.contains(where: \.isWhitespace) ? "version cannot have whitespace" : nil
    }
}
