import Diagnostics
import Foundation
import Testing

@Suite("the forms of diagnostics for programs")
struct MachineRendererTests {
    private let file = SourceFile(path: "a,b:c.yml", text: "one\ntwo\nthree")

    @Test("JSON carries every field and no more")
    func json() throws {
        let full = Diagnostic(
            .matrix,
            severity: .warning,
            "m \"x\"",
            at: file.span(utf8: 4..<7),
            notes: ["n"],
            help: "h",
            githubLocation: .file
        )
        let bare = Diagnostic(.matrix, "m", at: nil)
        let text = DiagnosticRenderer.json([full, bare], files: ["x", "y"])
        let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let whole = try #require(parsed)
        #expect(
            Set(whole.keys) == ["version", "files", "errors", "warnings", "diagnostics"]
        )
        #expect(whole["version"] as? Int == 1 && whole["files"] as? [String] == ["x", "y"])
        #expect(whole["errors"] as? Int == 1 && whole["warnings"] as? Int == 1)
        let list = try #require(whole["diagnostics"] as? [[String: Any]])
        #expect(Set(list[0].keys) == ["code", "severity", "message", "span", "notes", "help"])
        #expect(Set(list[1].keys) == ["code", "severity", "message", "notes"])
        #expect(list[0]["code"] as? String == "matrix")
        #expect(list[0]["severity"] as? String == "warning")
        #expect(list[0]["message"] as? String == "m \"x\"")
        let span = try #require(list[0]["span"] as? [String: Any])
        #expect(span["file"] as? String == "a,b:c.yml")
        #expect(span["start"] as? [String: Int] == ["line": 2, "column": 1, "offset": 4])
        #expect(span["end"] as? [String: Int] == ["line": 2, "column": 4, "offset": 7])
        #expect(text.hasSuffix("}\n"))
    }

    @Test(
        "a diagnostic survives being written and read",
        arguments: [
            (.at(.start), #"{"column":1,"line":1,"offset":0}"#),
            (.spanStart, #"{"column":2,"line":1,"offset":1}"#),
            (.file, "{}"),
            (.nowhere, nil),
        ] as [(Diagnostic.GitHubLocation, String?)]
    )
    func roundTrip(location: Diagnostic.GitHubLocation, written: String?) throws {
        let diagnostic = Diagnostic(
            .cron,
            severity: .note,
            "m",
            at: file.span(utf8: 1..<2),
            notes: ["n"],
            githubLocation: location
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = try encoder.encode(diagnostic)
        #expect(try JSONDecoder().decode(Diagnostic.self, from: data) == diagnostic)
        let text = String(decoding: data, as: UTF8.self)
        #expect(text.contains("githubLocation") == (written != nil))
        #expect(text.contains(#""githubLocation":"# + (written ?? "")) == (written != nil))
    }

    @Test("annotations hold nothing that a terminal obeys")
    func annotationsOnTerminals() {
        let file = SourceFile(path: "a\u{1B}[2J.yml", text: "x")
        let text = DiagnosticRenderer.annotations([
            Diagnostic(.cron, "m\u{1B}[31m\u{9B}0m\tn", at: file.span(utf8: 0..<1))
        ])
        #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" })
        #expect(text.contains("file=a␛[2J.yml"))
        #expect(text.hasSuffix("::m␛[31m\u{FFFD}0m\tn\n"))
    }

    @Test("annotations escape what workflow commands reserve")
    func annotations() {
        let diagnostic = Diagnostic(
            .cron,
            "100%\nno",
            at: file.span(utf8: 4..<7),
            help: "h"
        )
        #expect(
            DiagnosticRenderer.annotations([diagnostic])
                == "::error file=a%2Cb%3Ac.yml,line=2,endLine=2,col=1,endColumn=4,title=cron::"
                + "100%25%0Ano%0Ahelp: h\n"
        )
    }

    @Test("an annotation of several lines has no columns, one of no file no place")
    func annotationPlaces() {
        let lines = Diagnostic(.cron, severity: .warning, "m", at: file.span(utf8: 1..<6))
        #expect(
            DiagnosticRenderer.annotations([lines])
                == "::warning file=a%2Cb%3Ac.yml,line=1,endLine=2,title=cron::m\n"
        )
        let bare = Diagnostic(.cron, severity: .note, "m", at: nil)
        #expect(DiagnosticRenderer.annotations([bare]) == "::notice title=cron::m\n")
    }

    @Test("codes are unique and in kebab case")
    func codes() {
        let names = DiagnosticCode.all.map(\.rawValue)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil })
    }
}
