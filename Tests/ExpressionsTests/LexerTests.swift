import Testing

@testable import Expressions

@Suite("Which tokens may follow which")
struct LexerTests {
    private static let known = NameScope(contexts: ["a", "b", "foo", "a-b", "_x"])

    private func problem(_ text: String) -> ExpressionError? {
        do throws(ExpressionError) {
            _ = try Expression.parse(text, scope: Self.known)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "an expression is read",
        arguments: [
            "1", "  1  ", "\n1\t", "\u{00A0}1\u{3000}", "'a'", "''", "''''", "'a\nb'", "true",
            "a", "a-b", "_x", "A", "a.b", "a . b", "a.true", "a.null", "a.format", "a['b']",
            "a[b]", "a[*]", "a.*", "a[*].b", "a.*[0]", "a[1][2]", "(a)", "((a))", "(a).b",
            "('abc')[0]", "(1)[0]", "(a)[b].c", "!a", "!!a", "! !a", "!(a)", "a == b", "a==b",
            "a&&b", "a||b", "a[!b]", "a[a && b]", "a[-1]", "a[.5]", "-1", "+1", ".5", "5.",
            "1e3", "1E+3", "0x1F", "0o17", "-.5e-2", "-Infinity", "+Infinity", "Infinity", "NaN",
            "format('a')", "FORMAT('a')", "format ('a')", "format\n('a', b)", "format(( 'a' ))",
            "join(a, b)", "join(a.*, ', ')", "toJSON(a).b", "toJSON(a)[0]",
            "a<b", "a<=b", "a>b", "a>=b", "a!=b", "1<2", "!1",
            "a.b-c", "a._b", "a[''].b", "1&&-1", "a.*.*", "a[*][*]", "a[(b)]", "format('(', a)",
        ]
    )
    func legal(text: String) {
        #expect(problem(text) == nil)
    }

    @Test(
        "a token out of place is an unexpected symbol, and named",
        arguments: [
            ("'a'.b", ".", 3), ("'a'[0]", "[", 3), ("1.a", "1.a", 0), ("1[0]", "[", 1),
            ("true.a", ".", 4), ("null[0]", "[", 4), ("a b", "b", 2), ("a 'b'", "'b'", 2),
            ("(a)(b)", "(", 3), ("a[b](c)", "(", 4), ("a.(b)", "(", 2),
            ("a.[b]", "[", 2), ("a..b", ".", 2), ("a.'b'", "'b'", 2), ("a.1", "1", 2),
            ("a.-b", "-b", 2), ("*", "*", 0), ("(*)", "*", 1), ("a *", "*", 2), ("a[**]", "*", 3),
            ("a!", "!", 1), ("a ! b", "!", 2), ("a && && b", "&&", 5), ("&& a", "&&", 0),
            ("|| a", "||", 0), ("== a", "==", 0), ("a == == b", "==", 5), ("(== a)", "==", 1),
            ("a, b", ",", 1), ("(a, b)", ",", 2), ("a[b, b]", ",", 3), (", a", ",", 0),
            ("format('a',, b)", ",", 11), ("format(, a)", ",", 7), ("format('a',)", ")", 11),
            (")", ")", 0), ("a)", ")", 1), ("()", ")", 1), ("(a]", "]", 2), ("a[b)", ")", 3),
            ("a]", "]", 1), ("a[]", "]", 2), ("format('a']", "]", 10), ("[a]", "[", 0),
            ("\"a\"", "\"a\"", 0), ("a == \"b\"", "\"b\"", 5), ("foo\"", "foo\"", 0),
            ("'a", "'a", 0), ("a == 'b''", "'b''", 5), ("a = b", "=", 2), ("a & b", "&", 2),
            ("a | b", "|", 2), ("a === b", "=", 4), ("a =b", "=b", 2), ("1.5.2", "1.5.2", 0),
            ("0xg", "0xg", 0), ("1a", "1a", 0), ("-a", "-a", 0), ("+", "+", 0), ("-", "-", 0),
            ("-0xff", "-0xff", 0), ("0x", "0x", 0), ("0o8", "0o8", 0), ("1e", "1e", 0),
            ("0x100000000", "0x100000000", 0), ("1+2", "1+2", 0), ("1*2", "1*2", 0),
            ("a@b", "a@b", 0), ("$a", "$a", 0), ("ä", "ä", 0), ("a/b", "a/b", 0), ("#", "#", 0),
            ("a.b/c", "b/c", 2), ("a % b", "%", 2), ("{}", "{}", 0), ("a;", "a;", 0),
        ]
    )
    func illegal(text: String, token: String, offset: Int) throws {
        let problem = try #require(self.problem(text))
        #expect(problem.problem == .unexpectedSymbol)
        #expect(problem.token == token)
        #expect(problem.range == offset..<offset + token.utf8.count)
    }

    @Test(
        "an expression that stops too early names its last token",
        arguments: [
            ("1 <", "<", 2), ("!", "!", 0), ("a &&", "&&", 2), ("a.", ".", 1), ("(", "(", 0),
            ("(a", "a", 1), ("a[", "[", 1), ("a[b", "b", 2), ("format(", "(", 6),
            ("format('a'", "'a'", 7), ("format('a',", ",", 10), ("((a)", ")", 3),
            ("a[b.c", "c", 4), ("a[*", "*", 2), ("(a.*", "*", 3),
        ]
    )
    func endsEarly(text: String, token: String, offset: Int) throws {
        let problem = try #require(self.problem(text))
        #expect(problem.problem == .unexpectedEnd)
        #expect(problem.token == token)
        #expect(problem.range.lowerBound == offset)
    }

    @Test(
        "strings hold anything but a single quote, which is doubled",
        arguments: [
            ("'It''s'", "It's"), ("''''", "'"), ("''''''", "''"), ("'\"'", "\""), ("'\\n'", "\\n"),
            ("'a\nb'", "a\nb"), ("'${{ }}'", "${{ }}"), ("'é😊'", "é😊"), ("' '", " "), ("''", ""),
        ]
    )
    func strings(text: String, value: String) throws {
        #expect(try evaluate(text) == .string(value))
    }

    @Test("literals are spelled exactly; any other spelling is a name")
    func literals() throws {
        for name in ["True", "FALSE", "Null", "nan", "infinity"] {
            #expect(problem(name)?.problem == .unrecognizedNamedValue)
        }
        #expect(try evaluate("null") == .null)
        #expect(try evaluate("true") == true)
        #expect(try evaluate("false") == false)
    }
}
