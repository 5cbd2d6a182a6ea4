import Diagnostics
import Sessions
import Testing

@Suite("Dotenv files")
struct DotenvFileTests {
    @Test(
        "a line is read as users of dotenv files expect",
        arguments: [
            ("A=1", ["A=1"]),
            ("A=1\nB=2\n", ["A=1", "B=2"]),
            ("A=1\r\nB=2\r\n", ["A=1", "B=2"]),
            ("A=1\rB=2", ["A=1", "B=2"]),
            ("\u{FEFF}A=1", ["A=1"]),
            ("", []),
            ("\n  \n# comment\n\t# indented\n", []),
            ("export A=1", ["A=1"]),
            ("export\tA=1", ["A=1"]),
            ("export=1", ["export=1"]),
            ("export =1", ["export=1"]),
            ("  A = 1  ", ["A=1"]),
            ("A=", ["A="]),
            ("A=  ", ["A="]),
            ("A=a b  c", ["A=a b  c"]),
            ("A=a=b==", ["A=a=b=="]),
            ("A=1 # one", ["A=1"]),
            ("A=1\t# one", ["A=1"]),
            ("A=a#b", ["A=a#b"]),
            ("A=#fff", ["A=#fff"]),
            ("A= # nothing", ["A="]),
            ("A=it's", ["A=it's"]),
            ("A=C:\\new", ["A=C:\\new"]),
            ("A=$B ${C}", ["A=$B ${C}"]),
            ("A='a \\n $B \"q\" # x' # y", ["A=a \\n $B \"q\" # x"]),
            ("A=''", ["A="]),
            (#"A="a \"b\" \\ \$c""#, [#"A=a "b" \ $c"#]),
            (#"A="x\ny\tz\r""#, ["A=x\ny\tz\r"]),
            (#"A="C:\dir""#, [#"A=C:\dir"#]),
            ("A=\"one\ntwo\" # end\nB=3", ["A=one\ntwo", "B=3"]),
            ("A=\"one\r\ntwo\"", ["A=one\ntwo"]),
            ("A='one\ntwo'", ["A=one\ntwo"]),
            ("A=日本 ", ["A=日本"]),
            ("my-input.x_1=2", ["my-input.x_1=2"]),
            ("A=1\nA=2", ["A=1", "A=2"]),
        ]
    )
    func reading(text: String, expected: [String]) {
        let (file, diagnostics) = DotenvFile.parse(SourceFile(path: ".env", text: text))
        #expect(file.entries.map { "\($0.name)=\($0.value)" } == expected)
        #expect(diagnostics.isEmpty)
    }

    @Test(
        "a line that cannot be read is reported at its exact place, and the others are read",
        arguments: [
            ("A=1\nnonsense\nB=2", "2:1", "this line has no `=`", ["A", "B"]),
            ("  no value # x", "1:3", "this line has no `=`", []),
            ("=1", "1:1", "the name before `=` is not one that can be used", []),
            ("1A=1", "1:1", "the name before `=` is not one that can be used", []),
            ("A B=1", "1:1", "the name before `=` is not one that can be used", []),
            ("é=1", "1:1", "the name before `=` is not one that can be used", []),
            ("A=\"open\nB=2", "1:3", "this quote is never closed", ["B"]),
            ("A='open", "1:3", "this quote is never closed", []),
            ("A=\"x\" y\nB=2", "1:6", "text follows the closing quote", ["B"]),
            ("\u{FEFF}A='é'é", "1:6", "text follows the closing quote", []),
        ]
    )
    func errors(text: String, place: String, message: String, names: [String]) throws {
        let (file, diagnostics) = DotenvFile.parse(SourceFile(path: "s.env", text: text))
        #expect(file.entries.map(\.name) == names)
        let diagnostic = try #require(diagnostics.first)
        #expect(diagnostics.count == 1)
        #expect(diagnostic.message == message)
        #expect(diagnostic.span?.description == "s.env:\(place)")
        #expect(diagnostic.help != nil)
    }

    @Test("no diagnostic shows what stands in the file")
    func secrecy() {
        let text = "hunter2\n1=hunter2\nA=\"x\" hunter2\nB='hunter2"
        let (_, diagnostics) = DotenvFile.parse(SourceFile(path: "s", text: text))
        #expect(diagnostics.count == 4)
        #expect(!"\(diagnostics)".contains("hunter"))
    }

    @Test("no cut of a file traps or hangs")
    func everyCut() {
        let text = "\u{FEFF}export A=1 # x\r\nB=\"a\\n\nb\" # é\nC='q'\n=\nD\r"
        for end in text.unicodeScalars.indices {
            let file = SourceFile(path: "s", text: String(text.unicodeScalars[..<end]))
            let (parsed, diagnostics) = DotenvFile.parse(file)
            #expect(parsed.entries.count + diagnostics.count <= 6)
        }
    }
}
