import Foundation
import Testing

@testable import Expressions

@Suite("GitHub's own cases")
struct ConformanceTests {
    @Test(
        "every case of actions/languageservices passes",
        .enabled(if: ConformanceData.folder != nil, Comment(rawValue: ConformanceData.howToGet))
    )
    func conformance() throws {
        let folder = try #require(ConformanceData.folder)
        var passed = 0
        var failures: [String] = []
        var held = 0
        for file in try ConformanceData.files(in: folder) {
            held += try ConformanceData.count(in: file)
            for testCase in try ConformanceData.cases(in: file) {
                if let failure = testCase.failure() {
                    failures.append("\(testCase.name): \(failure)")
                } else {
                    passed += 1
                }
            }
        }
        print("expression conformance: \(passed) passed, \(failures.count) failed, of \(held)")
        for failure in failures { Issue.record(Comment(rawValue: failure)) }
        #expect(passed + failures.count == held, "cases run and cases held differ")
        #expect(held >= 1_020, "files of the data are missing")
    }
}
