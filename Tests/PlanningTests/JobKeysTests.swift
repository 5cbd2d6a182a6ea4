import Expressions
import Planning
import Testing
import Workflows

@Suite("Keys of a leg")
struct JobKeysTests {
    @Test(
        "runs-on is a label, labels, a group or an expression that gives any of them",
        arguments: [
            ("ubuntu-latest", ["ubuntu-latest"], nil),
            ("[self-hosted, linux]", ["self-hosted", "linux"], nil),
            ("{group: big}", [], "big"),
            ("{group: big, labels: [a, b]}", ["a", "b"], "big"),
            ("{labels: a}", ["a"], nil),
            ("\"${{ vars.label }}\"", ["from-vars"], nil),
            ("\"${{ fromJSON(vars.labels) }}\"", ["x", "y"], nil),
            ("[a, \"${{ fromJSON(vars.labels) }}\"]", ["a", "x", "y"], nil),
            ("\"${{ fromJSON(vars.group) }}\"", ["l"], "g"),
        ] as [(String, [String], String?)]
    )
    func runsOn(written: String, labels: [String], group: String?) throws {
        let legs = try Planned.legs("runs-on: \(written)", vars: Self.vars)
        #expect(legs.first?.runner.labels == labels)
        #expect(legs.first?.runner.group == group)
    }

    @Test(
        "a runner is GitHub's own when a label names its system and none says otherwise",
        arguments: [
            ("ubuntu-latest", "github-hosted"), ("[Windows-2025]", "github-hosted"),
            ("macos-15-large", "github-hosted"), ("[self-hosted, ubuntu-22.04]", "self-hosted"),
            ("[self-hosted, linux]", "self-hosted"), ("gpu", "self-hosted"),
            ("{group: big}", "self-hosted"), ("ubuntus", "self-hosted"),
        ]
    )
    func environment(written: String, expected: String) throws {
        let legs = try Planned.legs("runs-on: \(written)", vars: Self.vars)
        #expect(legs.first?.runner.environment == expected)
    }

    @Test(
        "runs-on that gives no label fails the job",
        arguments: [
            ("\"${{ vars.missing }}\"", "`runs-on` is empty: its expression gives no runner label"),
            (
                "[a, \"${{ vars.missing }}\"]",
                "`runs-on` is empty: its expression gives no runner label"
            ),
            (
                "\"${{ fromJSON('[]') }}\"",
                "`runs-on` is empty: its expression gives no runner label"
            ),
            ("\"${{ fromJSON('[[1]]') }}\"", "A sequence was not expected"),
            (
                "\"${{ fromJSON('{}') }}\"",
                "`runs-on` is empty: its expression gives no runner label"
            ),
            ("\"${{ fromJSON('{\"pool\": 1}') }}\"", "Unexpected value 'pool'"),
            ("{group: \"${{ format('org/{0}', '') }}\"}", "Invalid runs-on group name 'org/'."),
        ]
    )
    func badRunsOn(written: String, message: String) throws {
        let quoted = written.contains("pool") ? "'\(written.dropFirst().dropLast())'" : written
        let doubled = quoted.hasPrefix("'") ? Self.doubled(quoted) : quoted
        #expect(try Planned.failure("runs-on: \(doubled)", vars: Self.vars) == message)
    }

    @Test("timeouts default to 360 and 5, lose their fraction, and less than one counts as unset")
    func timeouts() throws {
        let plain = try #require(try Planned.legs("").first)
        #expect(plain.timeoutMinutes == 360)
        #expect(plain.cancelTimeoutMinutes == 5)
        let set = try Planned.legs("timeout-minutes: 2.9\ncancel-timeout-minutes: 1")
        #expect(set.first?.timeoutMinutes == 2)
        #expect(set.first?.cancelTimeoutMinutes == 1)
        #expect(try Planned.legs("timeout-minutes: 0").first?.timeoutMinutes == 360)
        #expect(try Planned.legs("timeout-minutes: 1.0e+300").first?.timeoutMinutes == 1_000_000)
        let legs = try Planned.legs(
            "timeout-minutes: ${{ matrix.m }}\n" + Planned.strategy("{m: [3, 4]}")
        )
        #expect(legs.map(\.timeoutMinutes) == [3, 4])
    }

    @Test("a text is not a number and not a boolean")
    func typedKeys() throws {
        #expect(
            try Planned.failure("timeout-minutes: ${{ vars.ten }}", vars: ["ten": "10"])
                == "Unexpected value '10'"
        )
        #expect(
            try Planned.failure("continue-on-error: ${{ vars.yes }}", vars: ["yes": "true"])
                == "Unexpected value 'true'"
        )
        let allowed = try Planned.legs(
            "continue-on-error: ${{ matrix.v == 2 }}\n" + Planned.strategy("{v: [1, 2]}")
        )
        #expect(allowed.map(\.continueOnError) == [false, true])
    }

    @Test("a strategy may be one expression")
    func strategyExpression() throws {
        let json = #"{"fail-fast": false, "max-parallel": 1, "matrix": {"os": ["a", "b"]}}"#
        let legs = try Planned.legs(
            "strategy: ${{ fromJSON(vars.strategy) }}",
            vars: ["strategy": .string(json)]
        )
        #expect(legs.map(\.name) == ["test (a)", "test (b)"])
        #expect(legs.allSatisfy { !$0.strategy.failFast && $0.strategy.maxParallel == 1 })
    }

    @Test(
        "a strategy expression is held to the types of its keys",
        arguments: [
            (#"{"fail-fast": "false"}"#, "Unexpected value 'false'"),
            (#"{"max-parallel": "2"}"#, "Unexpected value '2'"),
            (#"{"matrices": {}}"#, "Unexpected value 'matrices'"),
            ("[]", "A sequence was not expected"),
            ("null", "Unexpected value ''"),
        ]
    )
    func badStrategy(json: String, message: String) throws {
        let failure = try Planned.failure(
            "strategy: ${{ fromJSON(vars.strategy) }}",
            vars: ["strategy": .string(json)]
        )
        #expect(failure == message)
    }

    @Test("max-parallel loses its fraction and less than one is no limit")
    func maxParallel() throws {
        func legs(_ limit: String) throws -> Int? {
            let lines = "strategy:\n  max-parallel: \(limit)\n  matrix: {v: [1, 2, 3]}"
            return try Planned.legs(lines).first?.strategy.maxParallel
        }
        #expect(try legs("2.7") == 2)
        #expect(try legs("0") == 3)
        #expect(try legs("-1") == 3)
    }

    @Test("without a strategy the context has its defaults and the matrix is null")
    func noStrategy() throws {
        let leg = try #require(try Planned.legs("").first)
        #expect(leg.key == "test")
        #expect(leg.strategy == .none)
        #expect(leg.leg.context == .null)
    }

    @Test("`max-parallel` is 1 where no matrix is left, whatever is written")
    func maxParallelOfOne() throws {
        let written = "strategy: {max-parallel: 3, matrix: {a: [1], exclude: [{a: 1}]}}"
        #expect(try Planned.legs(written).map(\.strategy.maxParallel) == [1])
        let two = "strategy: {max-parallel: 3, matrix: {a: [1, 2]}}"
        #expect(try Planned.legs(two).map(\.strategy.maxParallel) == [3, 3])
    }

    @Test("an environment's name may come from the matrix; an empty one is none")
    func environment() throws {
        let legs = try Planned.legs(
            "environment: ${{ matrix.e }}\n" + Planned.strategy("{e: [dev, '']}")
        )
        #expect(legs.map(\.environment) == ["dev", nil])
    }

    @Test(
        "an expression may give all of an environment",
        arguments: [
            (#"{"name": "dev", "url": "http://x"}"#, "dev", nil), (#"{"name": ""}"#, nil, nil),
            (#"{"NAME": "dev"}"#, nil, "Unexpected value 'NAME'"),
            (#"{"name": "dev", "deployment": "x"}"#, nil, "Unexpected value 'x'"),
            (#"{"url": "x"}"#, nil, "Required property is missing: name"),
            (#"{"name": "dev", "nam": 1}"#, nil, "Unexpected value 'nam'"),
            (#"{"name": [1]}"#, nil, "A sequence was not expected"),
        ] as [(String, String?, String?)]
    )
    func wholeEnvironment(json: String, name: String?, failure: String?) throws {
        let key = "environment: ${{ fromJSON(vars.e) }}"
        let vars = ExpressionValue.object([("e", .string(json))])
        if let failure {
            #expect(try Planned.failure(key, vars: vars) == failure)
        } else {
            #expect(try Planned.legs(key, vars: vars).map(\.environment) == [name])
        }
    }

    @Test("steps are numbered from one, inner ones below their parent")
    func stepKeys() throws {
        let leg = try #require(
            try Planned.legs("steps:\n  - run: a\n  - run: b\n  - uses: x/y@v1").first
        )
        #expect(leg.steps.map(\.key) == ["1", "2", "3"])
        let inner = PlannedStep.numbered(leg.steps.map(\.step), below: "2")
        #expect(inner.map(\.key) == ["2.1", "2.2", "2.3"])
    }

    @Test("a leg matches filters by key and text, whatever the case")
    func legFilters() throws {
        let legs = try Planned.legs(Planned.strategy("{os: [Linux, mac], v: [3.10, 4]}"))
        func kept(_ filters: [(key: String, value: String)]) -> [String] {
            legs.filter { $0.leg.matches(filters) }.map(\.name)
        }
        #expect(kept([("OS", "linux")]) == ["test (Linux, 3.1)", "test (Linux, 4)"])
        #expect(kept([("os", "mac"), ("v", "4")]) == ["test (mac, 4)"])
        #expect(kept([("arch", "x64")]).isEmpty)
    }

    private static let vars: ExpressionValue = [
        "label": "from-vars", "labels": #"["x", "y"]"#,
        "group": #"{"group": "g", "labels": "l"}"#,
    ]

    /// Quotes inside a single-quoted YAML text are doubled.
    private static func doubled(_ quoted: String) -> String {
        "'"
            + quoted.dropFirst().dropLast().split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''") + "'"
    }
}
