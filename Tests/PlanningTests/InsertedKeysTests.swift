import Expressions
import Planning
import Testing
import Workflows

@Suite("Keys that are inserted into mappings with fixed keys")
struct InsertedKeysTests {
    private static let vars: ExpressionValue = [
        "strategy": #"{"fail-fast": false, "max-parallel": 1}"#,
        "labels": #"{"labels": ["a", "b"]}"#,
        "group": #"{"group": "g", "queue": "max"}"#, "environment": #"{"name": "dev"}"#,
        "defaults": #"{"shell": "sh"}"#, "other": #"{"other": 1}"#, "key": "cancel-in-progress",
        "list": "[1]",
    ]

    private static func insert(_ name: String) -> String {
        "${{ insert }}: ${{ fromJSON(vars.\(name)) }}"
    }

    @Test("a strategy")
    func strategy() throws {
        let legs = try Planned.legs(
            "strategy:\n  \(Self.insert("strategy"))\n  matrix: {os: [x, y]}",
            vars: Self.vars
        )
        #expect(legs.map(\.name) == ["test (x)", "test (y)"])
        #expect(legs.allSatisfy { !$0.strategy.failFast && $0.strategy.maxParallel == 1 })
    }

    @Test("`runs-on`")
    func runsOn() throws {
        let legs = try Planned.legs(
            "runs-on:\n  group: big\n  \(Self.insert("labels"))",
            vars: Self.vars
        )
        #expect(legs.first?.runner.labels == ["a", "b"])
        #expect(legs.first?.runner.group == "big")
    }

    @Test("`concurrency`, where a single key may be an expression, too")
    func concurrency() throws {
        let inserted = try Planned.legs(
            "concurrency:\n  \(Self.insert("group"))",
            vars: Self.vars
        )
        #expect(inserted.first?.concurrency?.name == "g")
        #expect(inserted.first?.concurrency?.queue == .max)
        let named = try Planned.legs(
            "concurrency:\n  group: h\n  ${{ vars.key }}: true",
            vars: Self.vars
        )
        #expect(named.first?.concurrency?.name == "h")
        #expect(named.first?.concurrency?.cancelsInProgress == true)
    }

    @Test("`environment`, whose `url` waits for the steps")
    func environment() throws {
        let legs = try Planned.legs(
            "environment:\n  \(Self.insert("environment"))\n  url: ${{ steps.a.outputs.url }}",
            vars: Self.vars
        )
        #expect(legs.map(\.environment) == ["dev"])
        #expect(legs.first?.work.environment?.url != nil)
    }

    @Test("`defaults.run`")
    func defaults() throws {
        let legs = try Planned.legs(
            "defaults:\n  run:\n    \(Self.insert("defaults"))\n    working-directory: sub",
            vars: Self.vars
        )
        let written = try #require(legs.first?.work.defaults)
        let texts = try TemplateReader(EvaluationContext(["vars": Self.vars])).defaults(written)
        #expect(texts.shell == "sh" && texts.workingDirectory == "sub")
    }

    @Test(
        "what is inserted is held to the keys of the mapping",
        arguments: [
            ("strategy:\n  \(insert("other"))", "Unexpected value 'other'"),
            ("runs-on:\n  \(insert("other"))", "Unexpected value 'other'"),
            ("environment:\n  \(insert("other"))", "Unexpected value 'other'"),
            ("concurrency:\n  \(insert("other"))", "Unexpected value 'other'"),
            (
                "concurrency:\n  \(insert("list"))\n  group: a",
                "`${{ insert }}` needs a mapping"
            ),
            ("concurrency:\n  group: a\n  \(insert("group"))", "'group' is already defined"),
            (
                "concurrency:\n  ${{ vars.key }}: true",
                "Required property is missing: group"
            ),
            (
                "concurrency:\n  group: a\n  ${{ vars.key }}: 'true'",
                "Unexpected value 'true'"
            ),
        ]
    )
    func refused(_ lines: String, _ message: String) throws {
        #expect(try Planned.failure(lines, vars: Self.vars) == message)
    }
}
