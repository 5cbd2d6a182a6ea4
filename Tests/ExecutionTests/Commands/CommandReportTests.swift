import Testing

@testable import Execution

@Suite("What commands show and report")
struct CommandReportTests {
    @Test("everything shown is masked and effects are not")
    func masking() {
        let masks = masks("secret")
        var processor = CommandProcessor(masks: masks)
        let lines = [
            "a secret", "::group::secret", "::error title=secret,file=secret/f::secret",
            "::set-output name=a::secret", "::echo::secret", "::set-output secret::",
        ]
        for item in lines.flatMap({ processor.process($0) }) {
            if case .effect(let effect) = item {
                #expect([.setOutput(name: "a", value: "secret"), .failStep].contains(effect))
            } else {
                #expect(!"\(item)".contains("secret"), "\(item)")
            }
        }
    }

    @Test("files are reported relative to the workspace, from inside a container too")
    func files() {
        var settings = CommandSettings()
        settings.workspace = "/home/runner/work/r/r"
        settings.paths = PathTranslation([
            .init(host: "/home/runner/work", container: "/__w")
        ])
        var processor = CommandProcessor(masks: SecretMasks(), settings: settings)
        for (file, expected) in [
            ("src/a.c", "src/a.c"), ("/__w/r/r/src/a.c", "src/a.c"),
            ("/home/runner/work/r/r/b", "b"),
            ("/home/runner/work/r/rest", "/home/runner/work/r/rest"),
            ("/__w/x", "/home/runner/work/x"),
        ] {
            guard case .annotation(let problem) = processor.process("::error file=\(file)::m")[0]
            else { continue }
            #expect(problem.file?.text == expected)
        }
        #expect(
            processor.process("::add-matcher::m.json") == [
                .effect(
                    .addMatcher(path: "/home/runner/work/r/r/m.json", line: "::add-matcher::m.json")
                )
            ]
        )
        #expect(
            processor.process("::remove-matcher::/__w/m.json") == [
                .effect(
                    .removeMatchers(
                        path: "/home/runner/work/m.json",
                        line: "::remove-matcher::/__w/m.json"
                    )
                )
            ]
        )
    }

    @Test("ten problems of each level are recorded, counted on across inner steps")
    func limits() {
        var processor = CommandProcessor(masks: SecretMasks(), recorded: [.error: 8])
        let recorded = (0..<5).flatMap { _ in
            processor.process("::error::e") + processor.process("::notice::n")
        }.compactMap { item -> String? in
            guard case .annotation(let problem) = item, problem.isRecorded else { return nil }
            return problem.level.rawValue
        }
        #expect(recorded == ["error", "notice", "error", "notice", "notice", "notice", "notice"])
        #expect(processor.recorded == [.error: 10, .notice: 5])
    }

    @Test("a message is masked first and then cut at 4096 UTF-16 units")
    func longMessage() {
        var processor = CommandProcessor(masks: masks("secret-secret"))
        let text = String(repeating: "m", count: 4090) + "secret-secret-and-more"
        guard case .annotation(let problem) = processor.process("::error::\(text)")[0] else {
            Issue.record("no annotation")
            return
        }
        #expect(problem.message.text == String(repeating: "m", count: 4090) + "***-an")
    }
}
