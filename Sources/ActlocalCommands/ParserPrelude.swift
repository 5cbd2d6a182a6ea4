import ArgumentParser

/// Options that nobody gives, read beside the command line so that it is read sooner.
///
/// The argument parser finds out at run time what each option is. For each type that it meets for
/// the first time, Swift's runtime goes through all conformances of the program, which takes a
/// small command longer than its own work, and remembers the answer for all threads. An idle core
/// asks for a part of them.
struct ParserPrelude: ParsableArguments {
    // One option of each type that many commands have.
    @Flag private var flag = false
    @Option private var form = FormOptions.Form.text
    @Option private var format = CheckCommand.Format.text
    @Option private var texts: [String] = []
    @Option private var text: String?

    /// Reads them from an empty command line.
    static func read() throws {
        _ = try parse([])
    }
}
