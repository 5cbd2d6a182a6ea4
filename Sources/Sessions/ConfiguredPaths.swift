import Diagnostics
import Workflows

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The paths that `.actlocal.yml` names, which have to lie in the repository it comes with.
///
/// The file may be a stranger's: it must not have other files of this machine read or mounted.
struct ConfiguredPaths {
    /// What is wrong with the paths.
    private(set) var diagnostics: [Diagnostic] = []

    private let root: String
    private let bounds: RepositoryBounds

    /// The largest bundle of certificate authorities, in bytes.
    private static let bundleLimit = 4 << 20

    /// Checks every path of a configuration.
    init(_ configuration: ProjectConfiguration, source: SourceFile, root: String) {
        self.root = root
        bounds = RepositoryBounds(root: root)
        let files = [
            ("--secret-file", configuration.secretsFile), ("--var-file", configuration.varsFile),
            ("--env-file", configuration.envFile), ("--input-file", configuration.inputFile),
        ]
        for case (let flag, let file?) in files { checkValues(file, flag: flag) }
        for (_, environment) in configuration.environments.sorted(by: { $0.key < $1.key }) {
            for file in [environment.secretsFile, environment.varsFile].compactMap({ $0 }) {
                checkValues(file, flag: nil)
            }
        }
        for (_, folder) in configuration.actions.sorted(by: { $0.key < $1.key }) {
            let help = "copy the folder into the repository, or make it a submodule"
            _ = checkPlace(folder.value, at: folder.span, help: help)
        }
        if case .file(let path) = configuration.certificates {
            checkBundle(path, at: Self.span(ofKey: "certificates", in: source))
        }
        diagnostics = diagnostics.inOrderOfPlace
    }

    /// Checks a dotenv file; `flag` is the option that may name one elsewhere.
    private mutating func checkValues(_ file: Located<String>, flag: String?) {
        let help =
            flag.map { "name the file with `\($0) \(file.value)` instead" }
            ?? "move the file into the repository, and have git ignore it"
        guard checkPlace(file.value, at: file.span, help: help) else { return }
        do {
            _ = try SourceFile.read(
                PathText.absolute(file.value, from: root),
                shownAs: file.value
            )
        } catch {
            refuse(
                error.description,
                at: file.span,
                help:
                    "write the path of a dotenv file below the project's folder, or remove the key"
            )
        }
    }

    private mutating func checkBundle(_ path: String, at span: SourceSpan?) {
        let help = "name the file with `SSL_CERT_FILE` in the environment instead"
        guard checkPlace(path, at: span, help: help) else { return }
        let full = PathText.absolute(path, from: root)
        let remedy = "name a file of certificates in PEM form, `host` or `none`"
        var status = stat()
        guard stat(full, &status) == 0 else {
            let reason = String(cString: strerror(errno)).lowercased()
            return refuse("cannot read `\(path)`: \(reason)", at: span, help: remedy)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            return refuse("`\(path)` is no regular file", at: span, help: remedy)
        }
        guard status.st_size <= Self.bundleLimit else {
            return refuse("`\(path)` is larger than 4 MiB", at: span, help: remedy)
        }
        guard let bytes = FileManager.default.contents(atPath: full) else {
            return refuse("`\(path)` cannot be read", at: span, help: remedy)
        }
        guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
            return refuse("`\(path)` holds no certificate", at: span, help: remedy)
        }
    }

    /// Whether a path, with its links followed, lies in the project or its repository.
    private mutating func checkPlace(_ path: String, at span: SourceSpan?, help: String) -> Bool {
        guard !bounds.holds(path) else { return true }
        refuse("`\(path)` is outside of this repository", at: span, help: help)
        return false
    }

    private mutating func refuse(_ message: String, at span: SourceSpan?, help: String) {
        diagnostics.append(Diagnostic(.pathValue, message, at: span, help: help))
    }

    /// Where a key stands at the start of a line.
    private static func span(ofKey key: String, in source: SourceFile) -> SourceSpan? {
        var offset = 0
        for line in source.text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("\(key):") {
                return source.span(utf8: offset..<(offset + key.utf8.count))
            }
            offset += line.utf8.count + 1
        }
        return nil
    }
}
