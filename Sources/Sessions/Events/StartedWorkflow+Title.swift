import Expressions
import Planning
import Workflows

extension StartedWorkflow {
    /// What `run-name` comes to; nil where it is absent or blank.
    func runName(
        of workflow: Workflow,
        variables: ExpressionValue
    ) throws(EvaluationFailure) -> String? {
        guard let written = workflow.runName else { return nil }
        let context = EvaluationContext([
            "github": .object(github), "inputs": inputs.context, "vars": variables,
        ])
        let text = try TemplateReader(context).text(written)
        return text.allSatisfy(\.isWhitespace) ? nil : text
    }

    /// What GitHub calls the run: by its `run-name`; without one a push by the first line of its
    /// commit's message, a pull request by its title, others by their workflow.
    func title(of workflow: Workflow, variables: ExpressionValue) -> String {
        if let name = try? runName(of: workflow, variables: variables) { return name }
        let named: ExpressionValue? =
            switch event.name {
            case "push": event.payload["head_commit"]?["message"]
            case "pull_request", "pull_request_target": event.payload["pull_request"]?["title"]
            default: nil
            }
        let firstLine = named?.asString.split(whereSeparator: \.isNewline).first.map(String.init)
        return firstLine ?? workflow.name?.value ?? workflow.file
    }
}
