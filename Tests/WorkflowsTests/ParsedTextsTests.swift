import Expressions
import Testing

@testable import Workflows

@Suite("Texts parsed once")
struct ParsedTextsTests {
    @Test("texts that Unicode calls equal stay what was written")
    func bytesDecide() throws {
        var texts = ParsedTexts()
        let composed = "${{ '\u{E9}' }}"
        let decomposed = "${{ 'e\u{301}' }}"
        _ = try texts.template(composed, in: .step)
        let second = try texts.template(decomposed, in: .step)
        #expect(second.source.utf8.elementsEqual(decomposed.utf8))
    }

    @Test("a scope does not get what another one parsed")
    func scopesStayApart() throws {
        var texts = ParsedTexts()
        _ = try texts.template("${{ steps.a.outputs.b }}", in: .step)
        #expect(throws: TemplateError.self) {
            try texts.template("${{ steps.a.outputs.b }}", in: .jobIf)
        }
    }

    @Test("`if` and `post-if` of the same text differ in the implied `success()`")
    func kindsOfConditionsStayApart() throws {
        var texts = ParsedTexts()
        let guarded = try texts.condition("runner.os == 'Linux'", in: .actionIf)
        let bare = try texts.lifecycleCondition("runner.os == 'Linux'", in: .actionIf)
        #expect(guarded.isGuarded)
        #expect(!bare.isGuarded)
    }
}
