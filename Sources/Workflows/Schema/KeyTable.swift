import YAMLSyntax

/// The keys that the mappings of one definition know, found by the bytes of a text.
struct KeyTable: Sendable {
    /// One key and what the mappings say of it.
    struct Key: Sendable {
        /// The key.
        let name: String
        /// The number of its text, as `YAMLRecord.hash` counts it.
        let hash: UInt32
        /// What its value is, which is the same in all mappings that know it.
        let definition: Definition
        /// One bit for each mapping that knows the key.
        var rules: UInt32
        /// A bit of its own, when a mapping needs the key; else 0.
        var requirement: UInt32
    }

    private(set) var keys: [Key] = []
    /// For each number, counted from its lowest bits upwards, a key's index and one, or 0.
    private var slots: [UInt8] = []
    /// For each mapping, the requirements it makes.
    private(set) var requirements: [UInt32] = []

    /// Gathers the keys of all mappings of a definition.
    init(_ rules: [MappingRule]) {
        var needed: UInt32 = 1
        for (index, rule) in rules.enumerated() {
            var requirements: UInt32 = 0
            for property in rule.properties {
                let known = add(property, bit: 1 << UInt32(index))
                guard property.isRequired else {
                    continue
                }
                if keys[known].requirement == 0 {
                    keys[known].requirement = needed
                    needed <<= 1
                }
                requirements |= keys[known].requirement
            }
            self.requirements.append(requirements)
        }
        fillSlots()
    }

    private mutating func add(_ property: Property, bit: UInt32) -> Int {
        if bit > 1, let known = keys.firstIndex(where: { $0.name == property.name }) {
            assert(keys[known].definition === property.definition, "a key means one thing")
            keys[known].rules |= bit
            return known
        }
        var name = property.name
        keys.append(
            Key(
                name: name,
                hash: name.withUTF8 { YAMLRecord.hash($0) },
                definition: property.definition,
                rules: bit,
                requirement: 0
            )
        )
        return keys.count - 1
    }

    private mutating func fillSlots() {
        guard !keys.isEmpty else {
            return
        }
        var size = 2
        while size < 2 * keys.count {
            size *= 2
        }
        slots = Array(repeating: 0, count: size)
        for (index, key) in keys.enumerated() {
            var slot = Int(key.hash) & (size - 1)
            while slots[slot] != 0 {
                slot = (slot + 1) & (size - 1)
            }
            slots[slot] = UInt8(index + 1)
        }
    }

    /// Which of `keys` a text is; letter case counts.
    func index(of text: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Int? {
        guard !slots.isEmpty else {
            return nil
        }
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if keys[index].hash == hash, keys[index].name.isWritten(text) {
                return index
            }
            slot = (slot + 1) & mask
        }
        return nil
    }
}
