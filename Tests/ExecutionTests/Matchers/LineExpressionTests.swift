import Testing

@testable import Execution

/// What the expressions of problem matchers mean.
@Suite("Expressions of problem matchers", .timeLimit(.minutes(20)))
struct LineExpressionTests {
    /// An expression, a line, and the captures from the whole match on; nil for no match.
    struct Case: Sendable, CustomTestStringConvertible {
        let expression: String
        let line: String
        let captures: [String?]?

        init(_ expression: String, _ line: String, _ captures: [String?]?) {
            self.expression = expression
            self.line = line
            self.captures = captures
        }

        var testDescription: String { "`\(expression)` on `\(line)`" }
    }

    @Test(
        "captures are those of ECMAScript",
        arguments: [
            Case("b+", "abbbc", ["bbb"]),
            Case("^b", "ab", nil),
            Case("b$", "ab", ["b"]),
            Case("(a)|(b)", "b", ["b", nil, "b"]),
            Case("(?:a|ab)(c|bcd)(d*)", "abcd", ["abcd", "bcd", ""]),
            Case("a(.+?)b(.*)", "a1b2b3", ["a1b2b3", "1", "2b3"]),
            Case(#"^([^\s].*)$"#, "src/a.js", ["src/a.js", "src/a.js"]),
            Case(
                #"^\s+(\d+):(\d+)\s+(error|warning|info)\s+(.*)\s\s+(.*)$"#,
                "  2:10  error  Bad thing  no-bad",
                ["  2:10  error  Bad thing  no-bad", "2", "10", "error", "Bad thing", "no-bad"]
            ),
            Case(
                #"^([^\s].*)[\(:](\d+)[,:](\d+)(?:\):\s+|\s+-\s+)(error|warning)\s+TS(\d+)\s*:\s*(.*)$"#,
                "a.ts(3,7): error TS2322: no",
                ["a.ts(3,7): error TS2322: no", "a.ts", "3", "7", "error", "2322", "no"]
            ),
            Case(#"\bfoo\b"#, "a foo b", ["foo"]),
            Case(#"\bfoo\b"#, "afoo", nil),
            Case(#"^\w+$"#, "é", nil),
            Case(#"[a-c\d_-]+"#, "xx-b2_y", ["-b2_"]),
            Case(#"[^\W\d]+"#, "1ab_2", ["ab_"]),
            Case(#"(\w)\1"#, "abccd", ["cc", "c"]),
            Case(#"a(?=b)"#, "acab", ["a"]),
            Case(#"a(?!c)"#, "acab", ["a"]),
            Case(#"x{2,3}"#, "xxxx", ["xxx"]),
            Case(#"x{2"#, "ax{2b", ["x{2"]),
            Case(#"(?<file>.+):(?<line>\d+)"#, "f:3", ["f:3", "f", "3"]),
            Case(#"\x41\u0042\t"#, "AB\t", ["AB\t"]),
            Case("(a*)*", "aab", ["aa", "aa"]),
            Case("", "x", [""]),
            Case(#"[A-Z]+(?<!MSB)(\d+)"#, "CS1234", ["CS1234", "1234"]),
            Case(#"^[A-Z]+(?<!MSB)(\d+)"#, "MSB1234", nil),
            Case(#"(?<=ab*)c"#, "xabbc", ["c"]),
            Case(#"(?<=ab)c"#, "acbc", nil),
            Case(#"(?<!^)a"#, "aa", ["a"]),
            Case(#"(?i)error É"#, "ERROR é", ["ERROR é"]),
            Case(#"(?i:warn)ing|x(?i)y"#, "WARNING WARNing", ["WARNing"]),
            Case(#"a(?i:b)c"#, "aBC aBc", ["aBc"]),
            Case(#"(?i)[^a-c]+"#, "ABCd", ["d"]),
            Case(#"(?i)(a)\1"#, "aA", ["aA", "a"]),
            Case(#"(?ims-i)a"#, "Aa", ["a"]),
            Case(#"(?n)(a)(?<b>b)"#, "ab", ["ab", "b"]),
            Case(#"(?>a+)ab"#, "aaab", nil),
            Case(#"a(?#no)b"#, "ab", ["ab"]),
            Case(#"(?'q'["']).*\k<q>"#, #"a"b'c""#, [#""b'c""#, #"""#]),
            Case(#"\Aa\q\z"#, "aq", ["aq"]),
            // As in .NET, groups with a name come after those without.
            Case(
                #"^(?<f>[^:]+):(\d+): (.*)$"#,
                "f.c:12: boom",
                ["f.c:12: boom", "12", "boom", "f.c"]
            ),
            Case(#"(?<a>x)|(?<a>y)(z)"#, "yz", ["yz", "z", "y"]),
        ]
    )
    func captures(_ example: Case) throws {
        let expression = try LineExpression(example.expression)
        #expect(try expression.captures(in: example.line) == example.captures)
    }

    @Test(
        "what is not understood is refused",
        arguments: [
            "(a", "a)", "*a", "[a", "[b-a]", #"a\"#, "a**", "x{3,2}", "(?<>a)", "(?;a)",
            #"\k<a>"#,
        ]
    )
    func malformed(expression: String) {
        let error = #expect(throws: LineExpression.Malformed.self) {
            try LineExpression(expression)
        }
        #expect(error?.isOwnLimit == false)
    }

    @Test(
        "what only .NET understands is told apart",
        arguments: ["(?x)a b", #"\p{L}"#, "[a-z-[aeiou]]", "(?<a-b>c)", "(?<2>a)", "(?(1)a|b)"]
    )
    func ownLimits(expression: String) {
        let error = #expect(throws: LineExpression.Malformed.self) {
            try LineExpression(expression)
        }
        #expect(error?.isOwnLimit == true)
    }

    @Test("an expression that tries too many ways gives up")
    func givesUp() throws {
        let expression = try LineExpression("^(?:a+)+$")
        let line = String(repeating: "a", count: 40) + "b"
        #expect(throws: LineExpression.GaveUp.self) { try expression.captures(in: line) }
        let nested = try LineExpression("(?:(?:a|b)+)+$")
        #expect(throws: LineExpression.GaveUp.self) {
            try nested.captures(in: String(repeating: "ab", count: 30_000) + "c")
        }
        let behind = try LineExpression("(?<=(?:a|aa)+b)c")
        #expect(throws: LineExpression.GaveUp.self) {
            try behind.captures(in: String(repeating: "a", count: 60) + "c")
        }
    }

    @Test("a long line that does not match is no trouble")
    func longLine() throws {
        let line = String(repeating: "var a = 1; ", count: 6000)
        for text in [#"^(.*):(\d+):(\d+): (error)"#, #".*error\s+(.*)$"#, #"\s+(\d+):(\d+)"#] {
            #expect(try LineExpression(text).captures(in: line) == nil)
        }
    }
}
