import ContainerEngine
import Testing

@Suite("words of an option string")
struct OptionWordsTests {
    @Test(
        "an option string is split as the runner's command line splits it",
        arguments: [
            ("", []),
            ("  \t ", []),
            ("a b\tc\nd", ["a", "b", "c", "d"]),
            (
                "--health-cmd \"redis-cli ping\" -e A=b",
                ["--health-cmd", "redis-cli ping", "-e", "A=b"]
            ),
            ("--health-cmd=\"a b\"", ["--health-cmd=a b"]),
            ("'a b'", ["'a", "b'"]),
            ("\"\"", [""]),
            ("a\"\"b", ["ab"]),
            ("\"a \"\"b\"\" c\"", ["a \"b\" c"]),
            (#""a \"b\" c""#, [#"a "b" c"#]),
            (#"a\b C:\d"#, [#"a\b"#, #"C:\d"#]),
            (#"\\\"x y"#, [#"\"x"#, "y"]),
            (#""a\\" b"#, [#"a\"#, "b"]),
            ("\"open end", ["open end"]),
        ] as [(String, [String])]
    )
    func splits(text: String, words: [String]) {
        #expect(OptionWords.split(text).map(\.text) == words)
    }

    @Test("a word knows where it stands, in UTF-8")
    func positions() {
        let words = OptionWords.split("-e \"é x\"  --init")
        #expect(words.map(\.range) == [0..<2, 3..<9, 11..<17])
    }
}
