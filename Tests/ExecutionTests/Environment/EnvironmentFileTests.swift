import Testing

@testable import Execution

@Suite("Environment files")
struct EnvironmentFileTests {
    /// A file's text, its pairs, and GitHub's complaint.
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let pairs: [[String]]
        let problem: String?

        init(_ text: String, _ pairs: [[String]], _ problem: String? = nil) {
            self.text = text
            self.pairs = pairs
            self.problem = problem
        }

        var testDescription: String { text.debugDescription }
    }

    @Test(
        "the grammar of GITHUB_ENV, GITHUB_OUTPUT and GITHUB_STATE",
        arguments: [
            Case("", []),
            Case("\n\n", []),
            Case("A=b", [["A", "b"]]),
            Case("A=b\nC=d\n", [["A", "b"], ["C", "d"]]),
            Case("A=\n", [["A", ""]]),
            Case("A=b=c<<d\n", [["A", "b=c<<d"]]),
            Case(" A = b \n", [[" A ", " b "]]),
            Case("=b\n", [["", "b"]]),
            Case("A=b\r\n", [["A", "b\r"]]),
            Case("A=1\nA=2\n", [["A", "1"], ["A", "2"]]),
            Case("\u{FEFF}A=b\n", [["A", "b"]]),
            Case("A<<E\nb\nE\n", [["A", "b"]]),
            Case("A<<E\nb\nE", [["A", "b"]]),
            Case("A<<E\nE\n", [["A", ""]]),
            Case("A<<E\n\nE\n", [["A", ""]]),
            Case("A<<E\n\n\nE\n", [["A", "\n"]]),
            Case("A<<E\nb\n\nc=d\nE\nF=g", [["A", "b\n\nc=d"], ["F", "g"]]),
            Case("A <<E\nb\nE\n", [["A ", "b"]]),
            Case("A<< E\nb\nE\n E\n", [["A", "b\nE"]]),
            Case("A<<E=F\nb\nE=F\n", [["A", "b"]]),
            Case("A<<E\r\nb\r\nE\r\n", [["A", "b\r"]]),
            Case("A<<B<<C\nx\nB<<C\n", [["A", "x"]]),
            Case("A<<\u{E9}\ne\u{301}\n\u{E9}\n", [["A", "e\u{301}"]]),
            Case("nothing", [], "Invalid format 'nothing'"),
            Case("A<b", [], "Invalid format 'A<b'"),
            Case("A=b\nbad\nC=d\n", [["A", "b"]], "Invalid format 'bad'"),
            Case(
                "<<E\nb\nE\n",
                [],
                "Invalid format '<<E'. Name must not be empty and delimiter must not be empty"
            ),
            Case(
                "A<<\nb\n",
                [],
                "Invalid format 'A<<'. Name must not be empty and delimiter must not be empty"
            ),
            Case("A<<E\nb\n", [], "Invalid value. Matching delimiter not found 'E'"),
            Case("A<<E\n", [], "Invalid value. Matching delimiter not found 'E'"),
            Case("A<<E", [], "Invalid value. Matching delimiter not found 'E'"),
            Case("X=y\nA<<E\nb", [["X", "y"]], "Invalid value. EOF marker missing new line."),
            Case("A<<E\nb\nE ", [], "Invalid value. EOF marker missing new line."),
        ]
    )
    func grammar(expected: Case) {
        let file = EnvironmentFile(Array(expected.text.utf8))
        #expect(file.pairs.map { [$0.name, $0.value] } == expected.pairs)
        #expect(file.problem?.description == expected.problem)
    }

    @Test("bytes that are not UTF-8 become U+FFFD")
    func binary() {
        let file = EnvironmentFile([0x41, 0x3D, 0xFF, 0x62])
        #expect(file.pairs.map(\.value) == ["\u{FFFD}b"])
    }

    @Test("truncated and mutated files never trap", arguments: 1...60)
    func hostile(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = [0x41, 0x45, 0x3D, 0x3C, 0x3C, 0x0A, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
        let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
            alphabet.randomElement(using: &generator) ?? 0
        }
        for end in 0...bytes.count {
            let file = EnvironmentFile(Array(bytes[..<end]))
            #expect(file.pairs.count <= end)
        }
    }

    @Test("GITHUB_ENV cannot set NODE_OPTIONS, and that does not fail the step")
    func nodeOptions() {
        let bytes = Array("A=b\nnode_options=x\nNODE_OPTIONS<<E\ny\nE\nC=d\n".utf8)
        let message = "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command."
        let environment = EnvironmentFileResult(.environment, bytes: bytes)
        #expect(environment.pairs.map(\.name) == ["A", "C"])
        #expect(environment.errors == [message, message])
        #expect(!environment.failsStep)
        let output = EnvironmentFileResult(.output, bytes: bytes)
        #expect(output.pairs.count == 4)
        #expect(output.errors.isEmpty)
    }

    @Test("an output without a name fails the step, and what stands before it takes effect")
    func namelessOutput() {
        let bytes = Array("a=1\n=v\nb=2\n".utf8)
        let result = EnvironmentFileResult(.output, bytes: bytes)
        #expect(result.pairs.map(\.name) == ["a"])
        #expect(
            result.errors == [
                "Unable to process file command 'output' successfully.",
                "Value cannot be null. (Parameter 'name')",
            ]
        )
        #expect(result.failsStep)
        for kind in [EnvironmentFileKind.environment, .state] {
            #expect(EnvironmentFileResult(kind, bytes: bytes).pairs.map(\.name) == ["a", "", "b"])
        }
    }

    @Test(
        "a malformed file fails the step and says which file",
        arguments: [
            (EnvironmentFileKind.environment, "env"), (.output, "output"), (.state, "state"),
        ]
    )
    func failure(kind: EnvironmentFileKind, name: String) {
        let result = EnvironmentFileResult(kind, bytes: Array("A=b\nbad".utf8))
        #expect(result.pairs.map(\.value) == ["b"])
        #expect(
            result.errors == [
                "Unable to process file command '\(name)' successfully.", "Invalid format 'bad'",
            ]
        )
        #expect(result.failsStep)
    }

    @Test("the files are processed in GitHub's order and known by GitHub's names")
    func kinds() {
        #expect(
            EnvironmentFileKind.allCases.map(\.variable) == [
                "GITHUB_PATH", "GITHUB_ENV", "GITHUB_STEP_SUMMARY", "GITHUB_STATE", "GITHUB_OUTPUT",
            ]
        )
        #expect(
            EnvironmentFileKind.allCases.map(\.filePrefix) == [
                "add_path_", "set_env_", "step_summary_", "save_state_", "set_output_",
            ]
        )
    }
}
