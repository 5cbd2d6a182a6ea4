/// A label that things must bear to be listed.
package struct LabelFilter: Sendable, Hashable {
    /// The label's name.
    package var name: String
    /// `nil` accepts any value.
    package var value: String?

    /// A label with a value or, without one, any.
    package init(_ name: String, _ value: String? = nil) {
        self.name = name
        self.value = value
    }

    /// The engine's spelling: `name` or `name=value`.
    var text: String { value.map { "\(name)=\($0)" } ?? name }

    /// The value of the `filters` parameter, `nil` for no filters.
    static func query(
        _ labels: [LabelFilter],
        and others: [String: [String]] = [:]
    ) throws -> String? {
        var filters = others.mapValues { JSONValue.strings($0) }
        if !labels.isEmpty { filters["label"] = .strings(labels.map(\.text)) }
        return filters.isEmpty ? nil : try JSONValue.object(filters).text()
    }
}
