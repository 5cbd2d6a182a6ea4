import ArgumentParser
import Diagnostics
import RunEvents
import Sessions

/// `actlocal clean`: clears the folders of this program of what is not needed.
struct CleanCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Remove what runs keep and do not need any more.",
        usage: "actlocal clean [<kinds> ...] [<options>]",
        discussion: """
            Examples:

              actlocal clean                     what a run removes once a day
              actlocal clean -n                  show what that would be
              actlocal clean repositories --all  fetch actions anew
              actlocal clean --older-than 7

            Without options that goes which has reached its end: artifacts, contexts of runs and \
            cache entries by their own rules, repositories, snapshots, volumes of jobs' Docker \
            engines and images of actions after 30 days without use, and nodes of which there is a \
            newer one, whatever the options. What a run is using always stays.
            """
    )

    /// What is cleared.
    @Argument(
        help: .init(
            """
            Of which kinds: artifacts, contexts, caches, repositories, snapshots, nodes, docker, \
            images. Default: all.
            """,
            valueName: "kinds"
        )
    )
    var kinds: [KeptThing.Kind] = []

    /// How much goes.
    @OptionGroup
    var prune: PruneOptions

    /// The form of the answer.
    @OptionGroup
    var form: FormOptions

    func run(in front: FrontEnd) async -> Int32 {
        let outcome = await Housekeeping(front.machine, now: WallClock.now()).clean(
            kinds.isEmpty ? KeptThing.Kind.allCases : kinds,
            keeping: prune.age.map { .younger(than: $0) } ?? .usual,
            isDryRun: prune.dryRun
        )
        let report = RemovalText(
            noun: "thing",
            isDryRun: prune.dryRun,
            removed: outcome.removed.map { .init(name: $0.name, size: $0.size) },
            inUse: outcome.inUse
        )
        front.output.write(form.isJSON ? report.json : report.text)
        front.output.flush()
        for problem in outcome.problems { front.complain(problem.message, help: problem.help) }
        return outcome.problems.isEmpty ? ExitStatus.success : ExitStatus.unavailable
    }
}

extension KeptThing.Kind: ExpressibleByArgument {}
