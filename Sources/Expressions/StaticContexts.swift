/// The types of the contexts at one place of a file.
package struct StaticContexts: Sendable {
    private var types: [String: StaticType]

    /// Contexts by lower-case name; of one that is not named nothing is known.
    package init(_ types: [String: StaticType] = [:]) {
        self.types = types
    }

    /// The type of a context, letter case aside.
    package subscript(_ name: String) -> StaticType {
        get { types[name] ?? types[name.lowercased()] ?? .any }
        set { types[name] = newValue }
    }
}
