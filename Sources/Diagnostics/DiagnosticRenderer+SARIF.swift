extension DiagnosticRenderer {
    /// The form that code scanning reads: a SARIF 2.1.0 log with one run.
    ///
    /// Columns count Unicode scalars. A diagnostic without a place has no location. A fingerprint
    /// is made of the file, the code and the message, and of how often they came before, so that
    /// it stays the same when lines move.
    /// Sources: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>,
    /// <https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>
    ///
    /// - Parameters:
    ///   - diagnostics: What there is to say.
    ///   - version: The version of the program.
    /// - Returns: The text of the log.
    package static func sarif(_ diagnostics: [Diagnostic], version: String) -> String {
        var codes: [DiagnosticCode] = []
        for diagnostic in diagnostics where !codes.contains(diagnostic.code) {
            codes.append(diagnostic.code)
        }
        var seen: [String: Int] = [:]
        let results = diagnostics.map { diagnostic in
            let subject = [
                diagnostic.span?.file ?? "", diagnostic.code.rawValue, diagnostic.message,
            ].joined(separator: "\0")
            let count = seen[subject, default: 0]
            seen[subject] = count + 1
            return SARIFResult(
                diagnostic,
                ruleIndex: codes.firstIndex(of: diagnostic.code) ?? 0,
                fingerprint: "\(hash(subject)):\(count + 1)"
            )
        }
        let rules = codes.map { code in
            SARIFRule(id: code.rawValue, shortDescription: SARIFMessage(text: code.summary + "."))
        }
        let driver = SARIFDriver(version: version, rules: rules)
        let run = SARIFRun(tool: SARIFTool(driver: driver), results: results)
        return encoded(SARIFLog(runs: [run]))
    }

    /// The 64-bit FNV-1a hash of a text, in hex digits.
    private static func hash(_ text: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

// The parts of a SARIF log that are written, under the names the standard gives them.

private struct SARIFLog: Encodable {
    let schema = "https://json.schemastore.org/sarif-2.1.0.json"
    let version = "2.1.0"
    let runs: [SARIFRun]

    private enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }
}

private struct SARIFRun: Encodable {
    let tool: SARIFTool
    let columnKind = "unicodeCodePoints"
    let results: [SARIFResult]
}

private struct SARIFTool: Encodable {
    let driver: SARIFDriver
}

private struct SARIFDriver: Encodable {
    let name = "actlocal"
    let version: String
    let rules: [SARIFRule]
}

private struct SARIFRule: Encodable {
    let id: String
    let shortDescription: SARIFMessage
}

private struct SARIFMessage: Encodable {
    let text: String
}

private struct SARIFResult: Encodable {
    let ruleId: String
    let ruleIndex: Int
    let level: String
    let message: SARIFMessage
    let locations: [SARIFLocation]
    let partialFingerprints: [String: String]

    init(_ diagnostic: Diagnostic, ruleIndex: Int, fingerprint: String) {
        ruleId = diagnostic.code.rawValue
        self.ruleIndex = ruleIndex
        level = diagnostic.severity.rawValue
        message = SARIFMessage(text: diagnostic.messageWithAdvice)
        locations = diagnostic.span.map { [SARIFLocation($0)] } ?? []
        partialFingerprints = ["actlocal/v1": fingerprint]
    }
}

private struct SARIFLocation: Encodable {
    let physicalLocation: Physical

    struct Physical: Encodable {
        let artifactLocation: Artifact
        let region: Region
    }

    struct Artifact: Encodable {
        let uri: String
    }

    struct Region: Encodable {
        let startLine: Int
        let startColumn: Int
        let endLine: Int
        let endColumn: Int
    }

    init(_ span: SourceSpan) {
        physicalLocation = Physical(
            artifactLocation: Artifact(uri: Self.uri(span.file)),
            region: Region(
                startLine: span.start.line,
                startColumn: span.start.column,
                endLine: span.end.line,
                endColumn: span.end.column
            )
        )
    }

    /// A path as a URI reference: what may not stand in one is percent-encoded.
    private static func uri(_ path: String) -> String {
        let plain = "-._~/!$&'()*+,;=@"
        var uri = path.hasPrefix("/") ? "file://" : ""
        for byte in path.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || plain.unicodeScalars.contains(scalar))
            if isPlain {
                uri.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                uri += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return uri
    }
}
