import ArgumentParser

/// How much is shown, and in which form, as typed.
struct ReportOptions: ParsableArguments {
    /// Show all log lines.
    @Flag(
        name: [.customShort("v"), .customLong("verbose")],
        help: "Show every line that the steps print, also on a terminal."
    )
    var verbose = false

    /// Show only what went wrong.
    @Flag(
        name: [.customShort("q"), .customLong("quiet")],
        help: "Show only failures, what did not run, and the verdict."
    )
    var quiet = false

    /// Print events.
    @Flag(
        name: .customLong("json"),
        help: """
            Print every event of the run as a line of JSON on standard output, instead of the \
            report on standard error.
            """
    )
    var json = false

    /// The form of the report.
    @Option(
        name: .customLong("format"),
        help: "The form of the report; `json` is the same as `--json`."
    )
    var format = FormOptions.Form.text

    /// Whether events are printed.
    var isJSON: Bool { json || format == .json }

    /// Refuses combinations that contradict each other.
    func validate() throws {
        if verbose && quiet {
            throw ValidationError("`--verbose` and `--quiet` exclude each other")
        }
        if isJSON && (verbose || quiet) {
            throw ValidationError("`--json` always prints every event: leave out `-v` and `-q`")
        }
    }
}
