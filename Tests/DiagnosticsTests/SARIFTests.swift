import Diagnostics
import Foundation
import Testing

@Suite("diagnostics as SARIF")
struct SARIFTests {
    private let file = SourceFile(path: "a b/é.yml", text: "one\ntwo\nthree")

    private func run(_ diagnostics: [Diagnostic]) throws -> [String: Any] {
        let text = DiagnosticRenderer.sarif(diagnostics, version: "1.2.3")
        let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let log = try #require(parsed)
        #expect(log["version"] as? String == "2.1.0")
        #expect((log["$schema"] as? String)?.contains("sarif-2.1.0") == true)
        let runs = try #require(log["runs"] as? [[String: Any]])
        #expect(runs.count == 1)
        return runs[0]
    }

    @Test("the log is exactly this")
    func whole() {
        let diagnostic = Diagnostic(
            .unknownKey,
            "Unexpected value 'jbos'",
            at: file.span(utf8: 4..<7),
            notes: ["n"],
            help: "did you mean `jobs`?"
        )
        #expect(
            DiagnosticRenderer.sarif([diagnostic], version: "1.2.3") == """
                {
                  "$schema" : "https://json.schemastore.org/sarif-2.1.0.json",
                  "runs" : [
                    {
                      "columnKind" : "unicodeCodePoints",
                      "results" : [
                        {
                          "level" : "error",
                          "locations" : [
                            {
                              "physicalLocation" : {
                                "artifactLocation" : {
                                  "uri" : "a%20b/%C3%A9.yml"
                                },
                                "region" : {
                                  "endColumn" : 4,
                                  "endLine" : 2,
                                  "startColumn" : 1,
                                  "startLine" : 2
                                }
                              }
                            }
                          ],
                          "message" : {
                            "text" : "Unexpected value 'jbos'\\nnote: n\\nhelp: did you mean `jobs`?"
                          },
                          "partialFingerprints" : {
                            "actlocal/v1" : "780e3dcb071a83a9:1"
                          },
                          "ruleId" : "unknown-key",
                          "ruleIndex" : 0
                        }
                      ],
                      "tool" : {
                        "driver" : {
                          "name" : "actlocal",
                          "rules" : [
                            {
                              "id" : "unknown-key",
                              "shortDescription" : {
                                "text" : "A mapping with fixed keys holds another one."
                              }
                            }
                          ],
                          "version" : "1.2.3"
                        }
                      }
                    }
                  ],
                  "version" : "2.1.0"
                }

                """
        )
    }

    @Test("each code is one rule, and each result names its rule")
    func rules() throws {
        let codes: [DiagnosticCode] = [.cron, .matrix, .cron]
        let run = try run(codes.map { Diagnostic($0, severity: .warning, "m", at: nil) })
        let driver = (run["tool"] as? [String: Any])?["driver"] as? [String: Any]
        let rules = try #require(driver?["rules"] as? [[String: Any]])
        #expect(rules.compactMap { $0["id"] as? String } == ["cron", "matrix"])
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.compactMap { $0["ruleIndex"] as? Int } == [0, 1, 0])
        #expect(results.allSatisfy { $0["level"] as? String == "warning" })
        #expect(results.allSatisfy { ($0["locations"] as? [Any])?.isEmpty == true })
    }

    @Test("every code says what it stands for", arguments: DiagnosticCode.all)
    func summaries(code: DiagnosticCode) {
        #expect(code.summary != code.rawValue)
    }

    @Test("a fingerprint stays when lines move, and tells equal findings apart")
    func fingerprints() throws {
        func prints(_ ranges: [Range<Int>]) throws -> [String] {
            let found = ranges.map { Diagnostic(.cron, "m", at: file.span(utf8: $0)) }
            let results = try run(found)["results"] as? [[String: Any]]
            return (results ?? []).compactMap {
                ($0["partialFingerprints"] as? [String: String])?["actlocal/v1"]
            }
        }
        #expect(try prints([0..<1]) == prints([5..<6]))
        #expect(try Set(prints([0..<1, 5..<6])).count == 2)
    }

    @Test("nothing to say is a log without results")
    func empty() throws {
        let run = try run([])
        #expect((run["results"] as? [Any])?.isEmpty == true)
    }
}
