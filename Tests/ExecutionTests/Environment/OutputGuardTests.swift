import Testing

@testable import Execution

@Suite("What may leave a job")
struct OutputGuardTests {
    @Test("outputs that masking would change are dropped, and empty ones")
    func outputs() {
        let masks = masks("secret", "1")
        let outputs = OutputGuard(masks: masks)
        for (value, message) in [
            ("plain", "Set output 'x'"),
            ("a secret", "Skip output 'x' since it may contain secret."),
            ("v1", "Skip output 'x' since it may contain secret."),
            ("c2VjcmV0", "Skip output 'x' since it may contain secret."),
            ("", "Skip output 'x' since it's empty"),
        ] {
            #expect(outputs.decide(name: "x", value: value).message == message)
        }
        #expect(outputs.decide(name: "x", value: "y") == .published(name: "x", value: "y"))
        masks.addMask("y")
        #expect(outputs.decide(name: "x", value: "y") == .mayContainSecret(name: "x"))
    }

    @Test("a summary is masked line by line and gets its last line's end")
    func summary() throws {
        let masks = masks("ab\ncd")
        guard case .markdown(let text) = StepSummaryFile(Array("# x\r\nab\ncd".utf8), masks: masks)
        else {
            Issue.record("no summary")
            return
        }
        #expect(text.text == "# x\n***\n***\n")
        #expect(StepSummaryFile([], masks: masks) == .empty)
    }

    @Test("a summary may have 1 MiB and not one byte more")
    func summarySize() {
        let bytes = [UInt8](repeating: 0x0A, count: 1024 * 1024)
        guard case .markdown = StepSummaryFile(bytes, masks: SecretMasks()) else {
            Issue.record("refused")
            return
        }
        let larger = StepSummaryFile(bytes + [0x0A], masks: SecretMasks())
        #expect(
            larger
                == .refused(
                    message: "$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of"
                        + " 1024k, got 1024k. For more information see: https://docs.github.com/"
                        + "actions/using-workflows/workflow-commands-for-github-actions"
                        + "#adding-a-markdown-summary"
                )
        )
    }
}
