import ArgumentParser
import Diagnostics

/// The root of the command line.
struct ActlocalCommand: ParsableCommand {
    /// The word that starts the command line.
    static let name = "actlocal"
    /// The program's version, as `--version` prints it.
    static let version = "0.1.0"

    /// What the argument parser shows and which commands it knows.
    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Run GitHub Actions workflows on this machine, before the push.",
        discussion: """
            Start in a repository that has .github/workflows:

              actlocal list               what there is to run
              actlocal run ci             run the workflow in ci.yml
              actlocal run ci -j test     only its job `test`, with the jobs it needs
              actlocal plan ci            what a run would do, without doing it
              actlocal check              what is wrong with the workflows
              actlocal eval github.ref    what an expression comes to, and how
              actlocal artifacts          what runs uploaded
              actlocal cache              what runs saved to be restored by later ones

            Jobs run in containers of the Docker or Podman engine of this machine, on a copy of \
            the working tree. Git pushes nothing and nothing is written to the repository.

            Exit status: 0 all passed, 1 a job failed, 3 a workflow or other file is not valid, \
            4 the engine or the network said no, 5 nothing matched or something could not run \
            here, 64 wrong usage, 130 cancelled.
            """,
        version: version,
        subcommands: [
            RunCommand.self, ListCommand.self, PlanCommand.self, GraphCommand.self,
            EvalCommand.self, CheckCommand.self, ArtifactsCommand.self, CacheCommand.self,
            CleanCommand.self,
        ]
    )
}

extension ActlocalCommand {
    private static var commandNames: [String] {
        configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    }

    /// The command that arguments name, with its options read.
    ///
    /// A command is read on its own, without the tree of all commands, and its name for the tree
    /// (`_superCommandName`) spares it two more readings that look for a request of completions:
    /// together more than half of the parser's work. Where that fails, be it for `--help` or a
    /// wrong option, the tree reads the arguments anew, and what it says is shown.
    static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
        if let word = arguments.first,
            let command = configuration.subcommands.first(where: {
                $0.configuration.commandName == word
            }),
            let parsed = try? command.parseAsRoot(Array(arguments.dropFirst()))
        {
            return parsed
        }
        return try parseAsRoot(arguments)
    }

    /// Whether a first argument is meant as a command and is none.
    static func isUnknownCommand(_ word: String) -> Bool {
        !word.hasPrefix("-") && !commandNames.contains(word)
    }

    /// What to type instead of a word that is no command.
    static func help(insteadOf word: String) -> String {
        if let name = NearestMatch.nearest(to: word, in: commandNames) {
            return "did you mean `actlocal \(name)`?"
        }
        return
            "to run a workflow, write `actlocal run \(word)`; `actlocal --help` lists the commands"
    }
}
