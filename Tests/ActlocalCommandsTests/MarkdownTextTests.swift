import Testing

@testable import ActlocalCommands

@Suite("Markdown of job summaries")
struct MarkdownTextTests {
    private func shown(_ markdown: String, _ style: TextStyle = .plain) -> String {
        MarkdownText.lines(of: markdown, style: style).joined(separator: "\n")
    }

    @Test("headings, lists, quotes, rules and code are laid out")
    func blocks() {
        let markdown = """


            # Tests of `app` ##
            Some **bold** and *plain* text, `code` and a \\*star\\*.



            - one
              - [x] two, [a link](https://example.com "title")
            * ![a picture](https://example.com/x.png)
            > quoted
            ---
            ```sh
            echo **not bold**
            ```
            1. first
            a < b, a_b_c, 2 * 3 * 4
            """
        #expect(
            shown(markdown) == """
                Tests of app
                Some bold and *plain* text, `code` and a *star*.

                • one
                  ☑ two, a link (https://example.com)
                • a picture
                │ quoted
                ────────────────────
                  echo **not bold**
                1. first
                a < b, a_b_c, 2 * 3 * 4
                """
        )
    }

    @Test("with colours titles and bold text are bold, code has no backticks")
    func colours() {
        #expect(
            shown("## A\n**b** `c`", .coloured)
                == "\u{1B}[1mA\u{1B}[0m\n\u{1B}[1mb\u{1B}[0m \u{1B}[36mc\u{1B}[0m"
        )
    }

    @Test("the columns of a table stand side by side, aligned as it says")
    func tables() {
        let markdown = """
            | Suite | Passed | Note |
            |:------|-------:|:----:|
            | unit  | 120 | ok |
            | end to end | 7 | a \\| b |
            | **short** |
            after
            """
        #expect(
            shown(markdown) == """
                Suite       Passed  Note
                ──────────  ──────  ─────
                unit           120   ok
                end to end       7  a | b
                short
                after
                """
        )
    }

    @Test(
        "what only looks like a table stays as it is",
        arguments: ["a | b\nc | d", "|", "a | b\n---"]
    )
    func noTable(text: String) {
        #expect(!shown(text).contains("─") || text.hasSuffix("---"))
        #expect(shown(text).hasPrefix(text.prefix(1)))
    }

    @Test("HTML as the toolkit writes it reads like Markdown")
    func html() {
        let html = """
            <h1>Test Results</h1>
            <pre lang="js"><code>let a = b &lt; c</code></pre>
            <table><tr><th>File</th><th colspan="1">Result</th></tr><tr><td>foo.js</td><td>Pass &amp; &quot;ok&quot;</td></tr></table>
            <ul><li>one</li><li><b>two</b></li></ul><!-- nobody reads this -->
            <details><summary>Label</summary>Inside</details>
            <a href="https://example.com">View</a> a<br>b <hr> 1 <2> `<b>` <img alt="Logo" src="x">
            """
        #expect(
            shown(html) == """
                Test Results

                  let a = b < c

                File    Result
                ──────  ───────────
                foo.js  Pass & "ok"

                • one
                • two

                ▸ Label
                Inside

                View (https://example.com) a
                b

                ────────────────────

                 1 <2> `<b>` Logo
                """
        )
    }

    @Test("a summary cannot move the cursor, and what is not closed ends with it")
    func hostile() {
        #expect(!shown("a\u{1B}[2Jb | c\n|--|--|\n\u{1B}]0;x\u{7}").contains("\u{1B}"))
        for text in [
            "```", "**", "`", "[a](", "<a href=\"x\">", "<", "<table><tr>", "![", "| a |\n|-|",
        ] {
            _ = shown(text)
        }
        #expect(shown(String(repeating: "<b>", count: 20_000)).utf8.count < 100_000)
    }
}
