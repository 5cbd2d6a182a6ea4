import Diagnostics
import RunEvents
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("JSON form of run events")
struct RunEventJSONTests {
    @Test("every kind of happening survives a round trip", arguments: Happening.samples)
    func roundTrip(happening: Happening) throws {
        let event = RunEvent(time: 12.345, run: "r1", happening: happening)
        let line = try event.jsonLine()
        #expect(!line.contains("\n"))
        #expect(line.contains("\"type\":\"\(happening.type)\""))
        #expect(try RunEvent(jsonLine: line) == event)
    }

    @Test("an event is one flat object with its version")
    func shape() throws {
        let event = RunEvent(
            time: 1,
            run: "r",
            happening: .log(.init(job: "a", step: "1", text: "x\ny"))
        )
        #expect(
            try event.jsonLine()
                == #"{"isContinued":false,"job":"a","kind":"output","run":"r","step":"1","#
                + #""text":"x\ny","time":1,"type":"log","version":1}"#
        )
    }

    @Test("a long text is written as Foundation writes it, wherever its special bytes are")
    func longText() throws {
        let all = String(decoding: UInt8(0)..<0x80, as: UTF8.self) + "é日本\u{2028}\u{1F600}/"
        for shift in 0..<9 {
            let text = String(repeating: "x", count: 300 + shift) + all + "\"text\":\"\"" + all
            let event = RunEvent(
                time: 1,
                run: "r",
                happening: .log(.init(job: "\"text\":\"\"", step: nil, text: text))
            )
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let expected = String(decoding: try encoder.encode(event), as: UTF8.self)
            #expect(try event.jsonLine() == expected)
        }
    }

    @Test("another version or type is refused")
    func refusal() {
        #expect(throws: DecodingError.self) {
            try RunEvent(jsonLine: #"{"version":2,"time":1,"run":"r","type":"log"}"#)
        }
        #expect(throws: DecodingError.self) {
            try RunEvent(jsonLine: #"{"version":1,"time":1,"run":"r","type":"dance"}"#)
        }
    }
}

extension Happening {
    fileprivate static let samples: [Happening] = [
        .runStarted(
            .init(
                workflow: "CI",
                file: ".github/workflows/ci.yml",
                runName: "Deploy by ann",
                event: "push",
                ref: "refs/heads/main",
                sha: "0",
                repository: "o/r",
                engine: "host"
            )
        ),
        .substitution(
            .init(kind: .action, original: "a/b@v1", replacement: "./x", source: ".actlocal.yml")
        ),
        .workflowNotStarted(
            .init(
                workflow: "CI",
                file: "ci.yml",
                event: "push",
                filter: "paths",
                reason: "no file changed",
                span: nil
            )
        ),
        .notHonoured(.init(subject: "concurrency", reason: "one run at a time", job: "a")),
        .imagePull(.init(image: "redis:7", received: 1, total: 2, isComplete: false)),
        .jobQueued(.init(job: "a (1)", id: "a", name: "a (x)", needs: ["b"], span: nil)),
        .jobStarted(.init(job: "a", image: "host", services: ["redis": "redis:7"])),
        .jobFinished(
            .init(job: "a", conclusion: .notRun, reason: "no Windows", outputs: ["k": "v"])
        ),
        .stepStarted(.init(job: "a", step: "1", name: "Run true", span: nil)),
        .stepFinished(
            .init(
                job: "a",
                step: "1",
                name: "n",
                span: nil,
                outcome: .failure,
                conclusion: .success,
                exitStatus: 3,
                seconds: 0.5
            )
        ),
        .log(.init(job: "a", step: nil, kind: .group, text: "título")),
        .annotation(
            .init(job: "a", step: "1", level: .error, message: "m", file: "f.c", line: 3)
        ),
        .summary(.init(job: "a", step: "1", markdown: "# hi")),
        .runFinished(.init(conclusion: .failure, exitStatus: 1, seconds: 3)),
    ]
}
