import ContainerEngine

/// Splits one string into arguments as .NET's `Process` does it on Unix.
///
/// Blanks and tabs separate; double quotes group, doubled inside a group they stand for one;
/// backslashes are special before a double quote only. Single quotes and `$` mean nothing.
package enum CommandLineArguments {
    /// The arguments.
    package static func split(_ text: String) -> [String] {
        OptionWords.split(text, at: .blanks).map(\.text)
    }
}
