import Foundation
import Testing

@testable import Expressions

@Suite("What is stored and read again")
struct CodingTests {
    private func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
        let data = try JSONEncoder().encode([value])
        return try #require(JSONDecoder().decode([Value].self, from: data).first)
    }

    @Test("values are stored as plain JSON")
    func values() throws {
        let value: ExpressionValue = [
            "list": [1, 2.5, "x", true, .null], "empty": [:], "none": [],
        ]
        #expect(try roundTrip(value) == value)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(value), as: UTF8.self)
        #expect(text == #"{"empty":{},"list":[1,2.5,"x",true,null],"none":[]}"#)
        #expect(try roundTrip(ExpressionValue.number(.nan)) == "NaN")
    }

    @Test("templates are stored as their text")
    func templates() throws {
        for text in ["plain", "${{ matrix.os }}-${{ hashFiles('x') }}", "${{ success() }}"] {
            let scope = NameScope.unchecked
            let template = try Template.parse(text, scope: scope)
            let again = try roundTrip(template)
            #expect(again == template)
            #expect(again.expressionText == template.expressionText)
        }
        #expect(try roundTrip(Template(literal: "${{ x }}")).literal == "${{ x }}")
    }

    @Test("conditions are stored with their guard, and not guarded again")
    func conditions() throws {
        for text in ["", "env.a", "always()", "success('a', 'b')", "x ${{ true }}"] {
            let condition = try Condition.parse(
                text,
                scope: text.contains("'a'") ? .jobIf : .stepIf
            )
            #expect(try roundTrip(condition).text == condition.text)
        }
    }
}
