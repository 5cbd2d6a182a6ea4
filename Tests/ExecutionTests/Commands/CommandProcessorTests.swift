import Testing

@testable import Execution

@Suite("Carrying out workflow commands")
struct CommandProcessorTests {
    private static let deprecatedOutput =
        "warning: The `set-output` command is deprecated and will be disabled soon. Please upgrade"
        + " to using Environment Files. For more information see: https://github.blog/changelog/"
        + "2022-10-11-github-actions-deprecating-save-state-and-set-output-commands/"
    private static let deprecatedState =
        deprecatedOutput
        .split(separator: "set-output`").joined(separator: "save-state`")
    private static let badToken =
        "error: You cannot use a endToken that is an empty string, the string 'pause-logging', or"
        + " another workflow command. For more information see: https://docs.github.com/actions/"
        + "learn-github-actions/workflow-commands-for-github-actions"
        + "#example-stopping-and-starting-workflow-commands or opt into insecure command execution"
        + " by setting the `ACTIONS_ALLOW_UNSECURE_STOPCOMMAND_TOKENS` environment variable to"
        + " `true`."

    private static func disabled(_ command: String) -> String {
        "error: The `\(command)` command is disabled. Please upgrade to using Environment Files or"
            + " opt into unsecure command execution by setting the"
            + " `ACTIONS_ALLOW_UNSECURE_COMMANDS` environment variable to `true`. For more"
            + " information see: https://github.blog/changelog/2020-10-01-github-actions-"
            + "deprecating-set-env-and-add-path-commands/"
    }

    private func process(
        _ lines: [String],
        masks: SecretMasks = SecretMasks(),
        _ configure: (inout CommandSettings) -> Void = { _ in }
    ) -> [String] {
        var settings = CommandSettings()
        configure(&settings)
        var processor = CommandProcessor(masks: masks, settings: settings)
        return lines.flatMap { processor.process($0) }.map(Self.describe)
    }

    @Test("what a service prints is shown and never carried out")
    func withoutCommands() {
        let lines = ["::error::bad", "##[set-output name=a]b", "::add-mask::shown", "shown"]
        let items = process(lines) { $0.readsCommands = false }
        #expect(items.first == "| ::error::bad" && items.last == "| shown")
        #expect(items.allSatisfy { $0.hasPrefix("| ") }, "\(items)")
    }

    private static func describe(_ item: LogItem) -> String {
        switch item {
        case .output(let text): "| \(text)"
        case .piece(let text, _): "piece \(text)"
        case .group(let title): "group \(title)"
        case .endGroup: "endgroup"
        case .debug(let text): "debug: \(text)"
        case .annotation(let problem): "\(problem.level.rawValue): \(problem.message)"
        case .problem(let problem): "matched: \(problem.shown)"
        case .effect(let effect): "\(effect)"
        }
    }

    /// Lines and what they come to.
    struct Case: Sendable, CustomTestStringConvertible {
        let lines: [String]
        let expected: [String]

        init(_ lines: String..., gives expected: [String]) {
            self.lines = lines
            self.expected = expected
        }

        var testDescription: String { lines.joined(separator: " ⏎ ") }
    }

    @Test(
        "commands and what they come to",
        arguments: [
            Case("plain", gives: ["| plain"]),
            Case("::debug::hidden", gives: []),
            Case("::group::Build", "::endgroup::x", gives: ["group Build", "endgroup"]),
            Case(
                "::warning::w",
                "##[error]e",
                "::notice::",
                gives: ["warning: w", "error: e", "notice: "]
            ),
            Case(
                "::set-output name=a::b%0Ac",
                gives: [deprecatedOutput, #"setOutput(name: "a", value: "b\nc")"#]
            ),
            Case(
                "::save-state name=a::b",
                gives: [deprecatedState, #"saveState(name: "a", value: "b")"#]
            ),
            Case(
                "::set-output::b",
                gives: [
                    deprecatedOutput,
                    "error: Unable to process command '::set-output::b' successfully.",
                    "error: Required field 'name' is missing in ##[set-output] command.",
                    "failStep",
                ]
            ),
            Case(
                "::save-state NAME=::b",
                gives: [
                    deprecatedState,
                    "error: Unable to process command '::save-state NAME=::b' successfully.",
                    "error: Required field 'name' is missing in ##[save-state] command.",
                    "failStep",
                ]
            ),
            Case(
                "::set-env name=A::b",
                gives: [
                    "error: Unable to process command '::set-env name=A::b' successfully.",
                    disabled("set-env"), "failStep",
                ]
            ),
            Case(
                "::add-path::/x",
                gives: [
                    "error: Unable to process command '::add-path::/x' successfully.",
                    disabled("add-path"), "failStep",
                ]
            ),
            Case(
                "::add-mask::",
                gives: ["warning: Can't add secret mask for empty string in ##[add-mask] command."]
            ),
            Case(
                "::add-mask::  ",
                gives: ["warning: Can't add secret mask for empty string in ##[add-mask] command."]
            ),
            Case("::add-mask::abc", "xabcx", gives: ["| x***x"]),
            Case(
                "::add-mask::ab%0Acd",
                "ab",
                "cd",
                "::error::ab%0Acd",
                gives: ["| ***", "| ***", "error: ***"]
            ),
            Case(
                "::echo::maybe",
                gives: [
                    "error: Unable to process command '::echo::maybe' successfully.",
                    "error: Invalid echo command value. Possible values can be: 'on', 'off'."
                        + " Current value is: 'maybe'.",
                    "failStep",
                ]
            ),
            Case(
                "::echo::",
                gives: [
                    "error: Unable to process command '::echo::' successfully.",
                    "error: Value cannot be null. (Parameter 'value')", "failStep",
                ]
            ),
            Case("::add-matcher::", gives: ["warning: File path must be specified."]),
            Case(
                "::add-matcher::m.json",
                gives: [#"addMatcher(path: "m.json", line: "::add-matcher::m.json")"#]
            ),
            Case(
                "::remove-matcher::",
                gives: [
                    "warning: Either an owner name or a file path must be specified in"
                        + " ##[remove-matcher] command."
                ]
            ),
            Case(
                "::remove-matcher owner=o::f",
                gives: [
                    "warning: Either specify an owner name or a file path in ##[remove-matcher]"
                        + " command. Both values cannot be set."
                ]
            ),
            Case("::remove-matcher owner=o::", gives: [#"removeMatcher(owner: "o")"#]),
            Case(
                "::remove-matcher::/f",
                gives: [#"removeMatchers(path: "/f", line: "::remove-matcher::/f")"#]
            ),
            Case(
                "x ##[end-action] ##[start-actionable",
                gives: [#"| x ##[\end-action] ##[\start-actionable"#]
            ),
        ]
    )
    func commands(expected: Case) {
        #expect(process(expected.lines) == expected.expected)
    }

    @Test("set-env and add-path work where they are allowed")
    func unsecureCommands() {
        let lines = [
            "::set-env name=A::b", "::add-path::/x", "::set-env::b", "::add-path::",
            "::set-env name=node_options::x",
        ]
        let items = process(lines) { settings in
            settings.readPermissions(from: [("ACTIONS_ALLOW_UNSECURE_COMMANDS", " True ")])
        }
        #expect(
            items == [
                #"setEnvironment(name: "A", value: "b")"#, #"addPath("/x")"#,
                "error: Unable to process command '::set-env::b' successfully.",
                "error: Required field 'name' is missing in ##[set-env] command.", "failStep",
                "error: Unable to process command '::add-path::' successfully.",
                "error: Value cannot be null. (Parameter 'path')", "failStep",
                "error: Can't update NODE_OPTIONS environment variable using ::set-env:: command.",
            ]
        )
    }

    @Test(
        "permissions are read as .NET reads booleans",
        arguments: [
            ("true", true, true), ("TRUE", true, true), ("1", false, true), ("yes", false, false),
        ]
    )
    func permissions(value: String, commands: Bool, tokens: Bool) {
        var settings = CommandSettings()
        settings.readPermissions(from: [
            ("ACTIONS_ALLOW_UNSECURE_COMMANDS", value),
            ("ACTIONS_ALLOW_UNSECURE_STOPCOMMAND_TOKENS", value),
        ])
        #expect(settings.allowsUnsecureCommands == commands)
        #expect(settings.allowsUnsecureStopTokens == tokens)
    }

    @Test("between stop-commands and its token everything is plain output")
    func stopCommands() {
        let lines = [
            "::stop-commands::a-token", "::error::no", "::set-output name=a::b", "::add-mask::zzz",
            "zzz a-token", "::A-TOKEN::", "::error::yes", "::a-token::",
        ]
        #expect(
            process(lines) == [
                "| ::stop-commands::***", "| ::error::no", "| ::set-output name=a::b",
                "| ::add-mask::zzz", "| zzz ***", "| ::A-TOKEN::", "error: yes", "| ::***::",
            ]
        )
    }

    @Test("a short token is not masked and the bracketed form resumes too")
    func shortToken() {
        #expect(
            process(["::stop-commands::sixsix", "x ##[sixsix]", "::group::g"])
                == ["| ::stop-commands::sixsix", "| x ##[sixsix]", "group g"]
        )
    }

    @Test(
        "bad stop tokens fail the step",
        arguments: ["", "pause-logging", "Warning", "stop-commands"]
    )
    func badTokens(token: String) {
        let lines = ["::stop-commands::\(token)", "::group::g"]
        #expect(process(lines) == [Self.badToken, "failStep", "group g"])
        #expect(
            process(lines) { $0.allowsUnsecureStopTokens = true }
                == ["| ::stop-commands::\(token)", "| ::group::g"].map {
                    token.count > 6 ? String($0.replacing(token, with: "***")) : $0
                }
        )
    }

    @Test("echo shows commands before they are carried out, masked, but not those that omit it")
    func echo() {
        let lines = [
            "::echo::on", "::set-output name=a::secret", "::add-mask::new", "::warning::w",
            "::group::g", "::echo:: OFF ", "::group::h",
        ]
        #expect(
            process(lines, masks: masks("secret")) { $0.warnsOfDeprecation = false } == [
                "| ::set-output name=a::***", #"setOutput(name: "a", value: "secret")"#,
                "| ::add-mask::***", "warning: w", "| ::group::g", "group g", "| ::echo:: OFF ",
                "group h",
            ]
        )
    }

    @Test("step debugging shows debug lines and echoes")
    func debugging() {
        let lines = [
            "::debug::a%0D%0Ab%0Ac", "::save-state name=k::v", "::stop-commands::t", "::debug::x",
            "::t::", "::error endLine=2::e", "::echo::off",
        ]
        let items = process(lines) { settings in
            settings.isDebugging = true
            settings.warnsOfDeprecation = false
        }
        #expect(
            items == [
                "debug: a", "debug: b", "debug: c", "| ::save-state name=k::v",
                #"saveState(name: "k", value: "v")"#, "debug: Save intra-action state k = v",
                "| ::stop-commands::t",
                "debug: Paused processing commands until the token you called ::stopCommands:: with"
                    + " is received",
                "debug: Process commands has been stopped and waiting for '##[t]' to resume.",
                "| ::debug::x", "| ::t::", "debug: Resume processing commands",
                "debug: Invalid error command value. 'endLine' can only be set if 'line' is"
                    + " provided",
                "error: e", "| ::echo::off", "debug: Setting echo command value to 'off'",
            ]
        )
    }
}
