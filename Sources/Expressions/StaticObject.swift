/// The properties an object is known to have.
///
/// A reference, so that the many places that share one type share its table too.
package final class StaticObject: Sendable {
    /// The names of the known properties, as spelled, in order.
    package let names: [String]
    /// The type of every property that is not known; nil when there is none.
    package let others: StaticType?
    /// The types of the known properties, by lower-case name.
    private let properties: [String: StaticType]

    /// An object of these properties; of two with one name the first counts.
    package init(_ properties: [(String, StaticType)], others: StaticType? = nil) {
        names = properties.map(\.0)
        self.properties = Dictionary(
            properties.map { ($0.0.lowercased(), $0.1) },
            uniquingKeysWith: { first, _ in first }
        )
        self.others = others
    }

    /// The type of a property, letter case aside; nil when there is none of that name.
    package func property(_ name: String) -> StaticType? {
        properties[name] ?? properties[name.lowercased()] ?? others
    }

    /// A type that fits the values of all properties.
    var element: StaticType {
        guard others == nil, let first = names.first.flatMap(property) else {
            return others ?? .any
        }
        return names.dropFirst().reduce(first) { $0.joined(with: property($1) ?? .any) }
    }

    /// An object that may have the properties of both.
    package func joined(with other: StaticObject) -> StaticObject {
        var merged: [(String, StaticType)] = names.map { name in
            let own = property(name) ?? .any
            return (name, other.properties[name.lowercased()].map { own.joined(with: $0) } ?? own)
        }
        merged += other.names.filter { properties[$0.lowercased()] == nil }
            .map { ($0, other.property($0) ?? .any) }
        let rest: StaticType? = others == nil && other.others == nil ? nil : .any
        return StaticObject(merged, others: rest)
    }
}
