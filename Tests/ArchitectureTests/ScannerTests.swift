import Testing

@Suite("How the rules read Swift")
struct ScannerTests {
    @Test(
        "comments and strings are blanked, whatever is inside them",
        arguments: [
            ("a // b\nc", "a     \nc"),
            ("a /* b /* c */ d */ e", "a                   e"),
            (#"a "b { \" c" d"#, "a            d"),
            (#"a "b \(c("d)") + 1) e" f"#, "a                      f"),
            ("a #\"b \" \\( c\"# d", "a              d"),
            ("a \"\"\"\n b \" { c\n \"\"\" d", "a    \n        \n     d"),
        ]
    )
    func blanking(text: String, code: String) {
        #expect(CodeText.blanked(text) == code)
    }

    @Test("declarations are found at file and type level, with their scopes")
    func declarations() {
        let text = """
            import Foo
            package struct Outer: Sendable {
                /// A name.
                package let name = ["a": { 1 }]
                @discardableResult
                static func make(
                    _ body: () -> Void = { }
                ) -> Outer {
                    let local = 1
                    func inner() {}
                }
                private enum Hidden { var x: Int { 2 } }
                var size: Int {
                    get { 1 }
                }
                init?(text: String) { }
            }
            fileprivate extension Outer {
                func quiet() {}
            }
            protocol Thing {
                func act()
                var state: Int { get }
            }

            """
        let file = SwiftFile(path: "Sources/Room/Outer.swift", text: text)
        let found = file.declarations.map { "\($0.types.joined(separator: ".")) \($0.name)" }
        #expect(
            found == [
                " Outer", "Outer name", "Outer make", "Outer Hidden", "Outer size", "Outer init",
                " Outer", "Outer quiet", " Thing", "Thing act", "Thing state",
            ]
        )
        #expect(file.declarations.filter(\.isPrivate).map(\.name) == ["Hidden", "Outer", "quiet"])
        #expect(file.declarations.first { $0.name == "make" }?.bodyLines == 6)
        #expect(file.declarations.first { $0.name == "act" }?.bodyLines == 0)
        #expect(file.imports.map(\.module) == ["Foo"])
        #expect(file.room == "Room")
        #expect(file.isDocumented(4))
        #expect(!file.isDocumented(6))
    }

    @Test("the manifest's lines are read with their rooms and products")
    func manifest() {
        let manifest = Manifest(
            """
            func room(_ name: String) {}
            door("CLib", pkgConfig: "x", apt: "y"),
            // room("Gone"),
            room("Alone"),
            room(
                "Both", uses: "Alone",
                products: [.product(name: "Parser", package: "some-parser")]
            ),
            .executableTarget(name: "tool", dependencies: ["Both"], swiftSettings: strict + ["-x"]),
            tests("AloneTests", uses: "Alone"),
            """
        )
        #expect(manifest.doors == ["CLib"])
        #expect(manifest.rooms.map(\.name) == ["Alone", "Both", "tool"])
        #expect(manifest.rooms.map(\.rooms) == [[], ["Alone"], ["Both"]])
        #expect(manifest.rooms.map(\.products) == [[], ["Parser"], []])
        #expect(manifest.tests.map(\.name) == ["AloneTests"])
    }
}
