import RunEvents
import Testing

/// Problem matchers in the steps of a job.
@Suite("Problem matchers in a run", .timeLimit(.minutes(20)))
struct MatcherRunTests {
    private static let files = [
        "matcher.json": #"""
        {"problemMatcher": [{"owner": "compiler", "severity": "warning", "pattern": [
          {"regexp": "^(\\S+):(\\d+):(\\d+): (?:(error|notice|odd): )?(.*)$",
           "file": 1, "line": 2, "column": 3, "severity": 4, "message": 5}]}]}
        """#,
        "bad.json": #"{"problemMatcher": [{"owner": "x", "pattern": []}]}"#,
        "src/main.c": "int x;\n",
    ]

    /// `level file:line:column message` of every annotation.
    private func problems(_ run: RunRecord) async -> [String] {
        await run.events.compactMap { event in
            guard case .annotation(let note) = event else { return nil }
            let place = "\(note.file ?? "-"):\(note.line ?? 0):\(note.column ?? 0)"
            return "\(note.level.rawValue) \(place) \(note.message)"
        }
    }

    @Test("an annotation shows nothing of a secret, wherever a capture begins")
    func secrets() async throws {
        let matcher = #"""
            {"problemMatcher": [{"owner": "o", "pattern": [
              {"regexp": "^SEC (....)(.*)$", "message": 2}]}]}
            """#
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - run: |
                      echo '::add-matcher::m.json'
                      echo "SEC $S done"
                    env: { S: '${{ secrets.S }}' }
            """,
            .init(files: ["m.json": matcher], secrets: [("S", "Zq9supersecretvalue77")])
        )
        #expect(await !problems(run).isEmpty)
        #expect(await problems(run).allSatisfy { !$0.contains("secret") })
    }

    @Test("lines after `add-matcher` become annotations with their places, in later steps too")
    func annotations() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - run: |
                      printf '%s\\n' 'src/main.c:1:1: error: too early' '::add-matcher::matcher.json' \\
                        'src/main.c:1:5: error: here' 'plain' 'src/../src/main.c:2:1: softly'
                  - run: |
                      echo 'gone.c:3:4: notice: no such file'
                      echo "$PWD/src/main.c:5:6: odd: not a severity"
                      echo '/etc/passwd:1:1: error: outside'
                  - run: |
                      echo '::remove-matcher owner=Compiler::'
                      echo 'src/main.c:9:9: error: nobody listens'
            """,
            .init(files: Self.files)
        )
        #expect(
            await problems(run) == [
                "error src/main.c:1:5 here", "warning src/main.c:2:1 softly",
                "notice -:3:4 no such file", "error -:1:1 outside",
            ]
        )
        #expect(
            await run.lines(.error) == [
                "src/main.c:1:5: error: here", "/etc/passwd:1:1: error: outside",
            ]
        )
        #expect(await run.output.contains("plain"))
        #expect(await run.jobs == ["a: success"])
    }

    @Test("a problem's line and message are masked")
    func masked() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - run: |
                      echo '::add-matcher::matcher.json'
                      echo "src/main.c:1:5: error: see $S"
                    env: { S: '${{ secrets.S }}' }
            """,
            .init(files: Self.files, secrets: [("S", "hunter2hunter2")])
        )
        #expect(await problems(run) == ["error src/main.c:1:5 see ***"])
        #expect(await !run.everything.contains("hunter2"))
    }

    @Test("a matcher that is understood on GitHub only is reported and fails nothing")
    func notUnderstood() async throws {
        let matchers = #"""
            {"problemMatcher": [
              {"owner": "ours", "pattern": [{"regexp": "^(?i)our (.*)$", "message": 1}]},
              {"owner": "theirs", "pattern": [{"regexp": "^\\p{L}+ (.*)$", "message": 1}]}]}
            """#
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps: [{ run: 'echo ::add-matcher::m.json; echo "OUR one"; echo "their two"' }]
            """,
            .init(files: ["m.json": matchers])
        )
        #expect(await run.jobs == ["a: success"])
        #expect(await problems(run) == ["error -:0:0 one"])
        let limits = await run.notHonoured
        #expect(limits.map(\.subject) == ["problem matcher `theirs`"])
        #expect(limits.first?.reason.contains(#"has the escape sequence `\p`"#) == true)
        #expect(limits.first?.job == "a")
    }

    @Test("a line that goes too deep for a matcher is passed over, and said once")
    func tooDeep() async throws {
        let matcher = #"""
            {"problemMatcher": [{"owner": "o", "pattern": [
              {"regexp": "^((?:[^:]+:)+) bad (.*)$", "message": 2}]}]}
            """#
        let run = try await LocalRun.run(
            """
            jobs:
              a:
                runs-on: x
                steps:
                  - run: |
                      echo '::add-matcher::m.json'
                      long=$(head -c 8000 /dev/zero | tr '\\0' x | sed 's/x/x:/g')
                      echo "$long bad one"; echo "$long bad two"; echo 'x: bad three'
            """,
            .init(files: ["m.json": matcher])
        )
        let problems = await problems(run)
        try #require(problems.count == 2, "\(problems)")
        #expect(problems[0].contains("cannot look at lines"))
        #expect(problems[1].hasSuffix(" three"))
    }

    @Test(
        "a matcher file that is wrong or missing fails the step",
        arguments: [
            ("bad.json", "Matcher 'x' does not contain any patterns"),
            ("none.json", "Could not find file"),
        ]
    )
    func wrongFile(name: String, message: String) async throws {
        let run = try await LocalRun.run(
            """
            jobs: { a: { runs-on: x, steps: [{ run: 'echo "::add-matcher::\(name)"; echo on' }] } }
            """,
            .init(files: Self.files)
        )
        #expect(await run.jobs == ["a: failure"])
        let errors = await run.annotations(.error)
        let command = "::add-matcher::\(name)"
        #expect(errors.first == "Unable to process command '\(command)' successfully.")
        #expect(errors.dropFirst().first?.hasPrefix(message) == true, "\(errors)")
        #expect(await run.output.contains("on"))
    }
}
