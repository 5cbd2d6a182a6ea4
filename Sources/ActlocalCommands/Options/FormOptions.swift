import ArgumentParser

/// Whether an answer is written for people or for programs, as typed.
struct FormOptions: ParsableArguments {
    /// The forms.
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    /// The form of the answer.
    @Option(name: .customLong("format"), help: "The form of what is printed.")
    var format = Form.text

    /// The short way to ask for JSON.
    @Flag(name: .customLong("json"), help: "The same as `--format json`.")
    var json = false

    /// Whether the answer is JSON.
    var isJSON: Bool { json || format == .json }
}
