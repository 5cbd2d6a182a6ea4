import Testing

/// An action, a job that uses it, and what the job then prints.
struct OfficialActionUse: Sendable, CustomTestStringConvertible {
    /// What the case is called.
    let action: String
    /// The steps of the job `a`.
    let steps: String
    /// Whether the steps build an image: see `ProgramFixture.writeBaseImage`.
    var buildsImage = false
    /// `.actlocal.yml`.
    var configuration = ""
    /// The event that the run is for.
    var event = "push"
    /// Files of the project besides.
    var files: [String: String] = [:]
    /// What lines such as `name=value` say.
    var expected: [String: String] = [:]
    /// Versions that a step checks out, beside those that it uses.
    var checkedOut: [String] = []

    var testDescription: String { action }

    /// The versions of actions that have to be at hand.
    var actions: [String] {
        let used = steps.split(separator: "\n").compactMap { line -> String? in
            guard let found = line.firstRange(of: "uses: ") else { return nil }
            return String(line[found.upperBound...])
        }
        return used + checkedOut
    }

    /// The whole workflow.
    var workflow: String {
        """
        on: [push, pull_request]
        permissions: write-all
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:

        """
            + steps.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "      \($0)\n" }.joined()
    }
}
