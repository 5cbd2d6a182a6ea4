import Diagnostics
import Testing
import YAMLSyntax

@Suite("anchors, aliases and limits")
struct AnchorTests {
    private func parse(
        _ text: String,
        _ limits: YAMLParser.Limits = YAMLParser.Limits()
    ) -> (node: YAMLNode?, messages: [String]) {
        let (node, diagnostics) = YAMLParser.parse(
            SourceFile(path: "f", text: text),
            limits: limits
        )
        return (node, diagnostics.map(\.githubMessage))
    }

    @Test("an alias repeats scalars, sequences and mappings")
    func aliases() throws {
        let (node, messages) = parse("a: &x [1, &y {b: c}]\nd: *x\ne: *y\n")
        #expect(messages.isEmpty)
        guard case .mapping(let entries) = try #require(node).content,
            case .sequence(let items) = entries[1].value.content,
            case .mapping(let inner) = entries[2].value.content
        else {
            Issue.record("not repeated")
            return
        }
        #expect(items.count == 2 && inner.count == 1)
        #expect(entries[1].value.span == entries[0].value.span)
    }

    @Test("an alias may be a key, and is then one of its mapping's keys")
    func aliasAsKey() throws {
        let (node, messages) = parse("a: &x name\nb: {*x : 1, other: 2}\nc: {*x : 1, NAME: 2}\n")
        #expect(messages == ["f (Line: 3, Col: 13): 'NAME' is already defined"])
        guard case .mapping(let entries) = try #require(node).content,
            case .mapping(let inner) = entries[1].value.content
        else {
            Issue.record("no mapping")
            return
        }
        #expect(inner.map(\.key.scalar?.text) == ["name", "other"])
    }

    @Test("what stands in an entry that does not count can still be repeated")
    func leftOut() throws {
        let (node, messages) = parse("a: 1\n? &k [x]\n: 2\nA: &v {b: 3}\nc: *v\nd: *k\n")
        #expect(messages.count == 2)
        guard case .mapping(let entries) = try #require(node).content,
            case .mapping(let repeated) = entries[1].value.content,
            case .sequence(let items) = entries[2].value.content
        else {
            Issue.record("not repeated")
            return
        }
        #expect(entries.map(\.key.scalar?.text) == ["a", "c", "d"])
        #expect(repeated.count == 1 && items.count == 1)
    }

    @Test("a later anchor of the same name takes over")
    func redefined() throws {
        let (node, _) = parse("a: &x 1\nb: &x 2\nc: *x\n")
        guard case .mapping(let entries) = try #require(node).content else {
            Issue.record("no mapping")
            return
        }
        #expect(entries[2].value.scalar?.text == "2")
    }

    @Test(
        "what cannot be repeated",
        arguments: [
            ("a: *x", "f: Unknown anchor 'x'"),
            ("a: &x [*x]", "f: Maximum YAML nodes exceeded"),
            ("a: &x {b: *x}", "f: Maximum YAML nodes exceeded"),
        ]
    )
    func errors(text: String, message: String) {
        let result = parse(text)
        #expect(result.node == nil)
        #expect(result.messages == [message])
    }

    @Test("a billion laughs stop at the limit")
    func billionLaughs() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(parse(text).messages == ["f: Maximum YAML nodes exceeded"])
    }

    @Test("aliases cannot get around the depth limit")
    func aliasDepth() {
        var text = "a0: &a0 [x]\n"
        for level in 1...60 {
            text += "a\(level): &a\(level) [*a\(level - 1)]\n"
        }
        #expect(parse(text).messages == ["f: Maximum object depth exceeded"])
    }

    @Test("action files take no anchors")
    func actionFiles() {
        let message = "f: Anchors are not currently supported. Remove the anchor 'x'"
        #expect(parse("a: &x 1", .action).messages == [message])
        #expect(parse("a: *x", .action).messages == [message])
    }

    @Test("fifty levels pass, one more does not")
    func depth() {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(parse(nested(50)).messages.isEmpty)
        #expect(parse(nested(51)).messages == ["f: Maximum object depth exceeded"])
    }

    @Test("events and characters are limited")
    func otherLimits() {
        var limits = YAMLParser.Limits()
        limits.events = 10
        let items = Array(repeating: "1", count: 20).joined(separator: ", ")
        #expect(parse("[\(items)]", limits).messages.first?.hasPrefix("f: Maximum events") == true)
        limits.characters = 3
        #expect(
            parse("a: 1", limits).messages
                == ["f: The maximum file size of 3 characters has been exceeded"]
        )
    }
}
