import Foundation
import Testing

/// The commands that explain the language, as a shell calls them.
@Suite("Explaining commands")
struct EvalTests {
    @Test(
        "`eval --format json` answers on one line, with 0 for a value and 3 for none",
        arguments: [
            ("1 == '1'", #"{"kind":"Boolean","value":true}"#, 0),
            ("'It''s'", #"{"kind":"String","value":"It's"}"#, 0),
            ("0xff", #"{"kind":"Number","value":255}"#, 0),
            ("-.5", #"{"kind":"Number","value":-0.5}"#, 0),
            ("Infinity", #"{"kind":"Number","value":"Infinity"}"#, 0),
            ("", #"{"kind":"Null","value":null}"#, 0),
            ("fromJSON('[[1],{}]')", #"{"kind":"Array","value":[[1],{}]}"#, 0),
            ("true && 'a' || 'b'", #"{"kind":"String","value":"a"}"#, 0),
            ("contains('push,pr', 'US')", #"{"kind":"Boolean","value":true}"#, 0),
            ("github.ref_name", #"{"kind":"String","value":"main"}"#, 0),
            ("${{ github.event_name }}-x", #"{"kind":"String","value":"push-x"}"#, 0),
            (
                "nosuch.foo",
                #"{"error":{"kind":"parsing","value":"Unrecognized named-value: 'nosuch'. "#
                    + #"Located at position 1 within expression: nosuch.foo"}}"#,
                3
            ),
            (
                "format('{0')",
                #"{"error":{"kind":"evaluation","value":"The following format string is invalid: "#
                    + #"{0"}}"#,
                3
            ),
        ]
    )
    func eval(expression: String, answer: String, status: Int32) async throws {
        try await ProgramFixture.with { fixture in
            let run = try await fixture.start(["eval", "--format", "json", "--", expression])
                .finish()
            #expect(run.standardOutput == answer + "\n")
            #expect(run.exitStatus == status, "\(run)")
        }
    }

    @Test("bash offers workflows and jobs after Tab")
    func bashCompletion() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow("jobs: { lint: { runs-on: ubuntu-latest, steps: [{ run: x }] } }")
            try fixture.workflow("jobs: {}", named: "deploy")
            let script = try await fixture.execute(
                fixture.program,
                ["--generate-completion-script", "bash"]
            )
            try fixture.write("completion.bash", script)
            // The script calls the program by the first word of the line.
            try fixture.write(
                "try.bash",
                """
                PATH="$(dirname "$1"):$PATH"
                source ./completion.bash
                offer() {
                    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"
                    COMP_POINT=${#COMP_LINE}; COMP_TYPE=9; COMPREPLY=()
                    "$(complete -p actlocal | sed 's/.*-F \\([^ ]*\\) .*/\\1/')" \\
                        actlocal "${@: -1}" "${@: -2:1}"
                    printf '%s ' "${COMPREPLY[@]}"; echo
                }
                offer actlocal run ''
                offer actlocal run ci --job ''
                offer actlocal plan --event ''
                """
            )
            let offered = try await fixture.execute("bash", ["try.bash", fixture.program])
            let lines = offered.split(separator: "\n").map { $0.split(separator: " ") }
            try #require(lines.count == 3, "\(offered)")
            #expect(lines[0].contains("ci") && lines[0].contains("deploy"))
            #expect(lines[1] == ["lint"])
            #expect(lines[2] == ["push"])
        }
    }
}
