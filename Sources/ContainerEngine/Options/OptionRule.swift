/// What options change: a definition and what stands beside it.
struct OptionTarget {
    /// The definition as changed so far.
    var definition: ContainerDefinition
    /// What `--pull` said.
    var pullPolicy: ContainerOptions.PullPolicy?
    /// What a variable without a value takes it from.
    let environment: [String: String]
    /// The folder that relative paths start from.
    let baseFolder: String?

    /// A target before the first option.
    init(definition: ContainerDefinition, environment: [String: String], baseFolder: String?) {
        self.definition = definition
        self.environment = environment
        self.baseFolder = baseFolder
    }

    /// The health probe being described; the first health option makes it.
    var probe: HealthProbe {
        get {
            if case .custom(let probe) = definition.healthCheck { probe } else { HealthProbe() }
        }
        set { definition.healthCheck = .custom(newValue) }
    }
}

/// One option of `docker create`: its names and what it does.
struct OptionRule: Sendable {
    /// What an option does with its value.
    enum Effect: Sendable {
        /// Needs no value; may be given one as `--init=false`.
        case flag(@Sendable (inout ContainerDefinition, Bool) -> Void)
        /// Needs a value.
        case value(@Sendable (inout OptionTarget, String) throws -> Void)
        /// Understood, without effect here, and reported.
        case ignored(takesValue: Bool, reason: String)
        /// Understood and an error here.
        case refused(takesValue: Bool, reason: String)
    }

    /// The long name, then the short one and older spellings.
    let names: [String]
    /// What it does.
    let effect: Effect

    /// A rule by the names, with their dashes, and what it does.
    init(_ names: String..., effect: Effect) {
        self.names = names
        self.effect = effect
    }

    /// Whether the option needs a value.
    var takesValue: Bool {
        switch effect {
        case .flag: false
        case .value: true
        case .ignored(let takesValue, _), .refused(let takesValue, _): takesValue
        }
    }

    /// The option of that name, with its dashes.
    static func named(_ name: String) -> OptionRule? { byName[name] }

    private static let byName: [String: OptionRule] = {
        let all =
            processRules + lifecycleRules + healthRules + networkRules + storageRules
            + limitRules + isolationRules + restRules
        return Dictionary(
            all.flatMap { rule in rule.names.map { ($0, rule) } },
            uniquingKeysWith: { _, _ in preconditionFailure("an option has one rule") }
        )
    }()
}

extension ContainerOptions {
    /// Every option that is known, for suggestions; with dashes, unsorted.
    package static var knownNames: [String] {
        (OptionRule.processRules + OptionRule.lifecycleRules + OptionRule.healthRules
            + OptionRule.networkRules + OptionRule.storageRules + OptionRule.limitRules
            + OptionRule.isolationRules + OptionRule.restRules).flatMap(\.names)
    }
}
