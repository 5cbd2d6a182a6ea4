/// The options of `docker create`, read from one string and put into a definition.
///
/// Source: <https://docs.docker.com/reference/cli/docker/container/create/>
package struct ContainerOptions: Sendable {
    /// An option that was understood and has no effect.
    package struct NotHonoured: Sendable, Hashable {
        /// As it was written, such as `--link`.
        package var option: String
        /// Why it has no effect.
        package var reason: String
        /// UTF-8 offsets of the word in the option string.
        package var range: Range<Int>
    }

    /// When an image is pulled, from `--pull`.
    package enum PullPolicy: String, Sendable, Hashable {
        /// The words of the docker command.
        case always, missing, never
    }

    /// What `-e NAME` without a value takes the value from.
    package var environment: [String: String] = [:]
    /// The folder that relative paths of `--volume` start from; without one they are refused.
    package var baseFolder: String?
    /// Options the caller decides itself, each with the reason that is reported.
    package var reserved: [String: String] = [:]
    /// The version the engine speaks; options that need a newer one are reported.
    package var apiVersion: APIVersion?

    /// Options as a user without an environment writes them.
    package init() {}

    /// What came out besides the definition.
    package struct Outcome: Sendable, Hashable {
        /// Options that were understood and have no effect.
        package var notHonoured: [NotHonoured] = []
        /// When the image is pulled; `nil` when nothing was said.
        package var pullPolicy: PullPolicy?
    }

    /// Reads the string and changes the definition accordingly.
    ///
    /// On an error the definition is what it was.
    package func apply(
        _ text: String,
        to definition: inout ContainerDefinition
    ) throws(ContainerOptionsError) -> Outcome {
        var target = OptionTarget(
            definition: definition,
            environment: environment,
            baseFolder: baseFolder
        )
        var outcome = Outcome()
        var words = OptionWords.split(text)[...]
        while let word = words.popFirst() {
            for use in try OptionUse.read(word, rest: &words, text: text) {
                try honour(use, on: &target, reporting: &outcome)
            }
        }
        outcome.pullPolicy = target.pullPolicy
        definition = target.definition
        return outcome
    }

    private func honour(
        _ use: OptionUse,
        on target: inout OptionTarget,
        reporting outcome: inout Outcome
    ) throws(ContainerOptionsError) {
        if let reason = reasonToLeave(use.rule) {
            outcome.notHonoured.append(
                NotHonoured(option: use.name, reason: reason, range: use.range)
            )
            return
        }
        do {
            switch use.rule.effect {
            case .flag(let set): set(&target.definition, try OptionValue.boolean(use.value))
            case .value(let set): try set(&target, use.value)
            case .ignored(_, let reason):
                outcome.notHonoured.append(
                    NotHonoured(option: use.name, reason: reason, range: use.range)
                )
            case .refused(_, let reason):
                throw ContainerOptionsError(
                    problem: .unsupported(option: use.name, reason: reason),
                    range: use.range
                )
            }
        } catch let error as ContainerOptionsError {
            throw error
        } catch {
            let reason = (error as? BadOptionValue)?.reason ?? "\(error)"
            throw ContainerOptionsError(
                problem: .badValue(option: use.name, value: use.value, reason: reason),
                range: use.range
            )
        }
    }

    /// Options that engines before a version of the API ignore without a word.
    private static let newer: [String: APIVersion] = [
        "--health-start-interval": APIVersion(major: 1, minor: 44)
    ]

    /// Why an option is left to others, `nil` when it is honoured.
    private func reasonToLeave(_ rule: OptionRule) -> String? {
        for name in rule.names {
            if let reason = reserved[name] { return reason }
            if let apiVersion, let needed = Self.newer[name], apiVersion < needed {
                return "the engine speaks API \(apiVersion), \(needed) or newer is needed"
            }
        }
        return nil
    }
}
