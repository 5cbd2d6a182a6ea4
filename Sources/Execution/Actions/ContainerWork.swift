import Expressions
import Workflows

/// What a step runs in a container of its own.
struct ContainerWork: Sendable {
    /// The image's name, as in `docker://name`.
    let image: String
    /// What the action's manifest says; nil for a step that names an image itself.
    let action: DockerAction?
    /// What the action gets, `entrypoint` and `args` among it.
    let inputs: [(name: String, value: String)]

    /// The program that takes the place of the image's own; nil keeps that.
    var entrypoint: String? {
        [action?.entrypoint?.value, input("entrypoint")].compactMap(\.self).first { !$0.isEmpty }
    }

    /// The value of an input, whatever the case of its name.
    private func input(_ name: String) -> String? {
        inputs.last { $0.name.lowercased() == name }?.value
    }

    /// The arguments, given what the manifest's `args` come to; nil when it has none.
    ///
    /// GitHub's runner writes them into the command line of `docker run`, from which they are read
    /// as .NET reads command lines.
    func arguments(_ evaluated: [String]?) -> [String] {
        guard let evaluated else { return CommandLineArguments.split(input("args") ?? "") }
        let quoted = evaluated.map { argument in
            let escaped = argument.split(separator: "\"", omittingEmptySubsequences: false)
            return "\"\(escaped.joined(separator: "\\\""))\""
        }
        return CommandLineArguments.split(quoted.joined(separator: " "))
    }

    /// The inputs as the environment has them.
    var variables: [(name: String, value: String)] {
        inputs.map { input in
            let name = input.name.map { $0 == " " ? "_" : String($0) }.joined()
            return ("INPUT_\(name.uppercased())", input.value)
        }
    }
}
