import Diagnostics
import Expressions
import Testing
import Workflows

@testable import Sessions

@Suite("inputs")
struct DispatchInputsTests {
    private static let declared = """
        inputs:
              text: { type: string, default: x }
              flag: { type: boolean }
              count: { type: number, default: 3 }
              place: { type: PLACE }
              must: { type: string, required: true }
        """

    private static func inputs(
        _ event: String,
        _ given: [String: String]
    ) throws -> DispatchInputs {
        let place = event == "workflow_call" ? "string" : "choice, options: [a, b]"
        let text = """
            on:
              \(event):
                \(declared.replacing("PLACE", with: place))
            jobs: { a: { runs-on: x, steps: [{ run: x }] } }
            """
        let (workflow, diagnostics) = WorkflowParser.parse(SourceFile(path: "ci.yml", text: text))
        #expect(diagnostics.isEmpty)
        return DispatchInputs(
            workflow,
            event: Event(name: event, payload: .object([]), ref: "refs/heads/main"),
            given: given,
            secrets: [],
            contexts: EvaluationContext([:])
        )
    }

    @Test("inputs of a dispatch are texts but for booleans, and all of them are in the payload")
    func dispatch() throws {
        let inputs = try Self.inputs("workflow_dispatch", ["must": "m", "FLAG": "true"])
        #expect(inputs.refusals.isEmpty)
        #expect(
            inputs.context.toJSON(pretty: false)
                == #"{"text":"x","flag":true,"count":"3","place":"","must":"m"}"#
        )
        #expect(inputs.texts["flag"] == "true" && inputs.texts["count"] == "3")
    }

    @Test("inputs of a call keep their types")
    func call() throws {
        let inputs = try Self.inputs("workflow_call", ["must": "m", "count": "0x10"])
        #expect(inputs.refusals.isEmpty)
        #expect(
            inputs.context.toJSON(pretty: false)
                == #"{"text":"x","flag":false,"count":16,"place":"","must":"m"}"#
        )
    }

    @Test(
        "what GitHub would refuse is refused in its words",
        arguments: [
            ("workflow_dispatch", [:], "Required input 'must' not provided"),
            (
                "workflow_dispatch", ["must": "", "flag": "yes"],
                "Provided value 'yes' for input 'flag' not in the list of allowed values"
            ),
            (
                "workflow_dispatch", ["must": "", "place": "c"],
                "Provided value 'c' for input 'place' not in the list of allowed values"
            ),
            (
                "workflow_dispatch", ["must": "", "mst": "c"],
                "Unexpected inputs provided: [\"mst\"]"
            ),
            ("workflow_call", [:], "Input must is required, but not provided while calling."),
            ("workflow_call", ["must": "", "count": "many"], "Unexpected value 'many'"),
            (
                "workflow_call", ["must": "", "x": "1"],
                "Invalid input, x is not defined in the referenced workflow."
            ),
        ]
    )
    func refusals(_ event: String, _ given: [String: String], _ message: String) throws {
        #expect(try Self.inputs(event, given).refusals.map(\.message) == [message])
    }
}
