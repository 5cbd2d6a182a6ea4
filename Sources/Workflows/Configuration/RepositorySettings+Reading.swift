import Diagnostics
import Expressions

extension RepositorySettings {
    /// Reads `repositories`; what is wrong is reported and left out.
    init(_ value: ValueTemplate?, by author: Author, _ report: (Diagnostic) -> Void) {
        let fields = Fields(value)
        if let server = fields?["server"]?.plainText,
            Self.isUsable(server, for: nil, by: author, report)
        {
            self.server = server
        }
        for (pattern, value) in Fields(fields?["mirrors"])?.named ?? [] {
            guard let url = value.plainText else { continue }
            guard Self.isPattern(pattern.value) else {
                report(
                    Diagnostic(
                        .pathValue,
                        "`\(pattern.value)` names no repositories",
                        at: pattern.span,
                        help: "write `OWNER/NAME`, `OWNER/*` or `*`"
                    )
                )
                continue
            }
            if Self.isUsable(url, for: pattern.value, by: author, report) {
                mirrors.append(Mirror(pattern: pattern, url: url))
            }
        }
        for (address, value) in Fields(fields?["tokens"])?.named ?? [] {
            guard let variable = value.plainText else { continue }
            readToken(variable, for: address, report)
        }
    }

    private static func isUsable(
        _ url: Located<String>,
        for pattern: String?,
        by author: Author,
        _ report: (Diagnostic) -> Void
    ) -> Bool {
        guard let problem = problem(ofAddress: url.value, for: pattern, by: author) else {
            return true
        }
        let form = pattern == nil ? "https://HOST" : "https://HOST/{owner}/{name}"
        report(
            Diagnostic(
                .pathValue,
                "the address `\(url.value)` \(problem)",
                at: url.span,
                help: author == .repository
                    ? "write `\(form)`, or put it into `~/.config/actlocal/config.yml`"
                    : "write it like `\(form)`"
            )
        )
        return false
    }

    private mutating func readToken(
        _ variable: Located<String>,
        for address: Located<String>,
        _ report: (Diagnostic) -> Void
    ) {
        guard address.value.hasPrefix("https://"), address.value.count > "https://".count,
            !address.value.contains("@")
        else {
            return report(
                Diagnostic(
                    .pathValue,
                    "a token is not sent to `\(address.value)`",
                    at: address.span,
                    help: "write the start of an address, such as `https://github.com/`"
                )
            )
        }
        guard Self.isVariable(variable.value) else {
            // The text may be the token itself.
            return report(
                Diagnostic(
                    .pathValue,
                    "this is no name of an environment variable",
                    at: variable.span,
                    help: "write the name of the variable that holds the token, such as `GH_TOKEN`"
                )
            )
        }
        tokens[address.value.hasSuffix("/") ? address.value : address.value + "/"] = variable
    }

    private static func isVariable(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
                || byte == UInt8(ascii: "_")
        }
    }
}
