import Diagnostics
import Foundation
import Testing

@testable import ActlocalCommands

@Suite("The page of errors")
struct ErrorsPageTests {
    private static let isRecording =
        ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1"

    @Test("every code has its section, and no other has one")
    func codes() throws {
        let written = try ErrorsPage().sections.map(\.code)
        let known = DiagnosticCode.all.map(\.rawValue)
        #expect(Set(written).count == written.count)
        #expect(Set(known).subtracting(written) == [], "codes without a section")
        #expect(Set(written).subtracting(known) == [], "sections without a code")
    }

    @Test("every example gives exactly the output on the page, and that has the section's code")
    func examples() async throws {
        let page = try ErrorsPage()
        var outputs: [String: String] = [:]
        for section in page.sections {
            let output = try await section.run()
            outputs[section.code] = output
            let codes = output.split(separator: "\n").compactMap { line -> Substring? in
                guard line.contains("error: ") || line.contains("warning: "), line.hasSuffix("]")
                else { return nil }
                return line.split(separator: "[").last?.dropLast()
            }
            #expect(Set(codes) == [Substring(section.code)], "\(section.code): \(output)")
            if !Self.isRecording {
                #expect(output == section.output)
            }
        }
        guard Self.isRecording else { return }
        let text = page.text { outputs[$0.code] ?? "" }
        try text.write(to: ErrorsPage.file, atomically: true, encoding: .utf8)
        Issue.record("recorded docs/errors.md")
    }
}
