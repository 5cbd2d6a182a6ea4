/// The properties an object is known to have.
///
/// A reference, so that the many places that share one type share its table too.
package final class StaticObject: Sendable {
    /// The names of the known properties, as spelled, in order.
    package let names: ArraySlice<String>
    /// The type of every property that is not known; nil when there is none.
    package let others: StaticType?
    /// The properties by lower-case name, and some that come later and are not known yet.
    private let properties: Table

    private struct Property: Sendable {
        /// How many come before it.
        let position: Int
        var type: StaticType
    }

    /// Properties by lower-case name: few of them are found faster one by one.
    private struct Table: Sendable {
        private var few: [(name: String, property: Property)] = []
        private var many: [String: Property] = [:]
        private static let mostFew = 8

        subscript(_ name: String) -> Property? {
            many.isEmpty ? few.first { $0.name == name }?.property : many[name]
        }

        /// Adds a property, which is not found behind one of the same name.
        mutating func add(_ name: String, _ property: Property) {
            if many.isEmpty, few.count < Self.mostFew {
                few.append((name, property))
                return
            }
            // The first of two with one name counts, as among few.
            for (name, property) in few.reversed() { many[name] = property }
            few = []
            if many[name] == nil { many[name] = property }
        }

        /// Makes the type of a property one that fits another value too.
        mutating func join(_ name: String, with type: StaticType) {
            if let index = few.firstIndex(where: { $0.name == name }) {
                few[index].property.type = few[index].property.type.joined(with: type)
            } else if let known = many[name] {
                many[name]?.type = known.type.joined(with: type)
            }
        }
    }

    /// Objects with more properties than this are joined to one of which little is known.
    private static let mostJoined = 500

    /// An object of these properties; of two with one name the first counts.
    package convenience init(_ properties: [(String, StaticType)], others: StaticType? = nil) {
        var table = Table()
        for (position, property) in properties.enumerated() {
            let name = property.0.lowercased()
            guard table[name] == nil else { continue }
            table.add(name, Property(position: position, type: property.1))
        }
        self.init(names: properties.map { $0.0 }[...], properties: table, others: others)
    }

    private init(
        names: ArraySlice<String>,
        properties: Table,
        others: StaticType?
    ) {
        self.names = names
        self.properties = properties
        self.others = others
    }

    /// The object as it was when it had its first `count` properties; costs no copy of them.
    package func first(_ count: Int) -> StaticObject {
        StaticObject(names: names.prefix(count), properties: properties, others: others)
    }

    /// The object with one more property; one of the same name that is there counts.
    package func adding(_ name: String, _ type: StaticType) -> StaticObject {
        var properties = properties
        properties.add(name.lowercased(), Property(position: names.count, type: type))
        return StaticObject(names: names + [name], properties: properties, others: others)
    }

    /// The type of a property, letter case aside; nil when there is none of that name.
    package func property(_ name: String) -> StaticType? {
        known(name)?.type ?? others
    }

    /// Whether a property is none yet, as it comes after the first ones that `first(_:)` kept.
    package func comesLater(_ name: String) -> Bool {
        properties[name.lowercased()].map { $0.position >= names.count } ?? false
    }

    private func known(_ name: String) -> Property? {
        guard let found = properties[name] ?? properties[name.lowercased()],
            found.position < names.count
        else {
            return nil
        }
        return found
    }

    /// A type that fits the values of all properties.
    var element: StaticType {
        guard others == nil, let first = names.first.flatMap(property),
            names.count <= Self.mostJoined
        else {
            return others ?? .any
        }
        return names.dropFirst().reduce(first) { $0.joined(with: property($1) ?? .any) }
    }

    /// An object that may have the properties of both.
    package func joined(with other: StaticObject) -> StaticObject {
        guard names.count + other.names.count <= Self.mostJoined else {
            return StaticObject([], others: .any)
        }
        return Self.joined([self, other])
    }

    /// An object that may have the properties of all.
    package static func joined(_ objects: [StaticObject]) -> StaticObject {
        var names: [String] = []
        var merged = Table()
        var isOpen = false
        for object in objects {
            isOpen = isOpen || object.others != nil
            for name in object.names {
                let key = name.lowercased()
                guard let own = object.known(key) else { continue }
                if merged[key] == nil {
                    merged.add(key, Property(position: names.count, type: own.type))
                    names.append(name)
                } else {
                    merged.join(key, with: own.type)
                }
            }
        }
        return StaticObject(names: names[...], properties: merged, others: isOpen ? .any : nil)
    }
}
