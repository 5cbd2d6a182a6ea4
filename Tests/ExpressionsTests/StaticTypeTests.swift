import Expressions
import Testing

@Suite("static types of expressions")
struct StaticTypeTests {
    private static let contexts = StaticContexts([
        "matrix": .object(
            StaticObject([
                ("os", .words(["a", "b"])), ("n", .number), ("list", .array(.number)),
                ("box", .object(StaticObject([("name", .string)]))),
            ])
        ),
        "env": .object(StaticObject([], others: .string)),
    ])

    private func check(_ text: String) throws -> (type: StaticType, findings: [String]) {
        let expression = try Expression.parse(text, scope: .unchecked)
        let (type, findings) = ExpressionTyper.check(expression, in: Self.contexts)
        let texts = findings.map { finding in
            String(decoding: Array(text.utf8)[finding.range], as: UTF8.self)
        }
        return (type, texts)
    }

    @Test(
        "each kind of expression has its type",
        arguments: [
            ("matrix.os == 'a'", "a boolean"), ("!matrix.n", "a boolean"),
            ("matrix.os", "a text"), ("MATRIX.OS", "a text"), ("env.any", "a text"),
            ("matrix['n']", "a number"), ("matrix.list[0]", "a number"),
            ("matrix.list", "an array"), ("matrix.*", "an array"), ("matrix.box", "an object"),
            ("toJSON(matrix)", "a text"), ("format('{0}', 1)", "a text"),
            ("contains(env.x, 'a')", "a boolean"), ("fromJSON('{}')", "an object"),
            ("case(true, 'a', env.x)", "a text"), ("null", "null"), ("always()", "a boolean"),
        ]
    )
    func kinds(_ text: String, _ kind: String) throws {
        let (type, findings) = try check(text)
        #expect(type.kindName == kind)
        #expect(findings == [])
    }

    @Test(
        "nothing is told where a value may be several things",
        arguments: [
            "github.event.x", "matrix[env.key]", "env.a || matrix.n", "fromJSON(env.j)",
            "env.a && true", "matrix.list[env.i]",
        ]
    )
    func unknown(_ text: String) throws {
        let (type, findings) = try check(text)
        #expect(type.kindName == nil)
        #expect(findings == [])
    }

    @Test(
        "a finding points at what cannot be meant",
        arguments: [
            ("matrix.oss", "oss"), ("matrix.os.name", "name"), ("matrix.list.x", "x"),
            ("matrix.os == 'c'", "matrix.os == 'c'"), ("env.a == true", "env.a == true"),
            ("'x' != matrix.list", "'x' != matrix.list"), ("startsWith(matrix, 'a')", "matrix"),
            ("contains(fromJSON('[\"a\"]'), 'b')", "'b'"), ("format('{1}', 1)", "'{1}'"),
            ("fromJSON('{')", "'{'"), ("case('a', 1, 2)", "'a'"), ("matrix.*.size", "size"),
        ]
    )
    func findings(_ text: String, _ place: String) throws {
        #expect(try check(text).findings == (place == "size" ? [] : [place]))
    }

    @Test(
        "values that a run may leave out are not held against a comparison",
        arguments: [
            "matrix.os == ''", "matrix.os == null", "matrix.list == null", "matrix.n == '1'",
            "matrix.os == 'A'", "env.a == '1'", "matrix.box == matrix.box", "matrix.n == false",
        ]
    )
    func possible(_ text: String) throws {
        #expect(try check(text).findings == [])
    }

    @Test("of two properties with one name the first counts, however many there are")
    func equalNames() {
        var object = StaticObject([("a", .string)])
        for number in 0..<20 {
            object = object.adding("A", .number).adding("x\(number)", .boolean)
            #expect(object.property("a")?.kindName == "a text")
            #expect(object.property("x\(number)")?.kindName == "a boolean")
        }
    }
}
