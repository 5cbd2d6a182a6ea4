import Testing

@testable import Execution

/// Problem matcher files, and how matchers read lines.
@Suite("Problem matchers", .timeLimit(.minutes(20)))
struct ProblemMatcherTests {
    @Test(
        "a wrong file is refused in the runner's words",
        arguments: [
            (#"{"owner": "", "pattern": []}"#, "Owner must not be empty"),
            (
                #"{"owner": "o", "severity": "bad", "pattern": []}"#,
                "Matcher 'o' contains unexpected default severity 'bad'"
            ),
            (#"{"owner": "o", "pattern": []}"#, "Matcher 'o' does not contain any patterns"),
            (
                #"{"owner": "o", "pattern": [{"regexp": "(a)", "file": 1}]}"#,
                "At least one pattern must set 'message'"
            ),
            (
                #"""
                {"owner": "o", "pattern": [{"regexp": "(a)", "message": 1, "loop": true},
                {"regexp": "b"}]}
                """#,
                "Only the last pattern in a multiline matcher may set 'loop'"
            ),
            (
                #"{"owner": "o", "pattern": [{"regexp": "(a)", "message": 1, "loop": true}]}"#,
                "Only the last pattern in a multiline matcher may set 'loop'"
            ),
            (
                #"""
                {"owner": "o", "pattern": [{"regexp": "(a)", "message": 1},
                {"regexp": "b", "loop": true}]}
                """#,
                "The loop pattern must set 'message'"
            ),
            (
                #"""
                {"owner": "o", "pattern": [{"regexp": "(a)", "message": 1},
                {"regexp": "(b)", "message": 1}]}
                """#,
                "The property 'message' is set twice"
            ),
            (
                #"{"owner": "o", "pattern": [{"regexp": "(a)", "message": 2}]}"#,
                "The property 'message' is set to 2 which is out of range"
            ),
            (
                #"{"owner": "o", "pattern": [{"regexp": "(a", "message": 0}]}"#,
                "Invalid pattern '(a'. Not enough )'s."
            ),
        ]
    )
    func refusals(matcher: String, message: String) {
        let error = #expect(throws: ProblemMatcherError.self) {
            try ProblemMatcher.all(inFile: #"{"problemMatcher": [\#(matcher)]}"#)
        }
        #expect(error?.description == message)
    }

    @Test("a file without matchers adds none, and one owner may stand once only")
    func owners() throws {
        #expect(try ProblemMatcher.all(inFile: "{}").isEmpty)
        let one = #"{"owner": "o", "pattern": [{"regexp": "(a)", "message": 1}]}"#
        #expect(throws: ProblemMatcherError.self) {
            try ProblemMatcher.all(inFile: #"{"problemMatcher": [\#(one), \#(one)]}"#)
        }
    }

    /// The messages a matcher finds in lines, with what else it captured.
    private func findings(_ patterns: String, in lines: [String]) throws -> [String] {
        let file = #"{"problemMatcher": [{"owner": "o", "pattern": [\#(patterns)]}]}"#
        var matching = ProblemMatching(try #require(try ProblemMatcher.all(inFile: file).first))
        var found: [String] = []
        for line in lines {
            guard let parts = try matching.match(line) else { continue }
            let order: [ProblemMatcher.Part] = [.file, .line, .severity, .message]
            found.append(order.compactMap { parts[$0] }.joined(separator: " "))
        }
        return found
    }

    @Test("a loop reports every line below a file until one does not match")
    func loop() throws {
        let patterns = #"""
            {"regexp": "^([^\\s].*)$", "file": 1},
            {"regexp": "^\\s+(\\d+):\\d+\\s+(error|warning)\\s+(.*)$",
             "line": 1, "severity": 2, "message": 3, "loop": true}
            """#
        let lines = ["a.js", "  1:2  error  one", "  3:4  warning  two", "", "  5:6  error  lost"]
        #expect(try findings(patterns, in: lines) == ["a.js 1 error one", "a.js 3 warning two"])
    }

    @Test("a problem of three lines needs them one after the other")
    func threeLines() throws {
        let patterns = #"""
            {"regexp": "^ERROR (.*)$", "message": 1}, {"regexp": "^at$"},
            {"regexp": "^(\\S+):(\\d+)$", "file": 1, "line": 2}
            """#
        #expect(try findings(patterns, in: ["ERROR x", "at", "f:1", "at", "f:2"]) == ["f 1 x"])
        #expect(try findings(patterns, in: ["ERROR x", "no", "at", "f:1"]).isEmpty)
        #expect(try findings(patterns, in: ["ERROR x", "ERROR y", "at", "f:1"]) == ["f 1 y"])
    }
}
