import Expressions
import Synchronization

/// The texts that are parsed already: one that stands in many places is parsed once.
///
/// Generated workflows say `${{ secrets.TOKEN }}` or `github.event_name == 'push'` in every step,
/// and the files of a project say the same as their neighbours; what is parsed once also stands in
/// memory once. Only the same bytes are the same text, whatever Unicode says.
struct ParsedTexts {
    /// What a text was parsed as.
    private enum Value {
        case text
        case template(Template)
        case condition(Condition)
        case lifecycleCondition(Condition)
    }

    private struct Known {
        let number: UInt64
        let scope: Scope?
        let text: String
        let value: Value
    }

    /// The secrets and variables that templates read by their names, such as `secrets.TOKEN`: the
    /// context in lower case, the name as spelled.
    private(set) var valuesRead: Set<String> = []
    private var known: [Known] = []
    /// The bytes of all texts.
    private var size = 0
    /// For each number, counted from its lowest bits upwards, an index and one, or 0.
    private var slots: [UInt32] = Array(repeating: 0, count: 64)

    /// Tables of files that were read before, one for each that may be read at once.
    private static let spare = Mutex<[ParsedTexts]>([])
    /// A table of more bytes is not kept for the next file.
    private static let largest = 1 << 16

    /// The table of a file that was read before, or an empty one.
    static func reused() -> ParsedTexts {
        spare.withLock { $0.popLast() } ?? ParsedTexts()
    }

    /// Leaves the table to the file that is read next; nothing may be looked up in it any more.
    mutating func leave() {
        guard size < Self.largest else { return }
        let table = self
        self = ParsedTexts()
        Self.spare.withLock { $0.append(table) }
    }

    /// The text of some bytes.
    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        let number = bytes.number(seed: 0)
        let found = find(bytes, number, in: nil) { value in
            if case .text = value { true } else { nil }
        }
        if let found {
            return known[found.index].text
        }
        let text = String(decoding: bytes, as: UTF8.self)
        add(Known(number: number, scope: nil, text: text, value: .text))
        return text
    }

    /// The template of a text that holds `${{`.
    mutating func template(
        _ bytes: UnsafeBufferPointer<UInt8>,
        in scope: Scope
    ) throws(TemplateError) -> Template {
        let number = bytes.number(seed: 1)
        let found = find(bytes, number, in: scope) { value in
            if case .template(let template) = value { template } else { nil }
        }
        if let found {
            return found.value
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let template = try Template.parse(text, scope: scope.names)
        note(template)
        add(text, number, scope, .template(template))
        return template
    }

    /// The template of a text that holds `${{`.
    mutating func template(
        _ text: String,
        in scope: Scope
    ) throws(TemplateError) -> Template {
        var text = text
        let result = text.withUTF8 { bytes in
            Result { () throws(TemplateError) in try template(bytes, in: scope) }
        }
        return try result.get()
    }

    /// Takes down which secrets and variables a template reads.
    mutating func note(_ template: Template) {
        for reference in template.expressions.lazy.flatMap(\.references)
        where ["secrets", "vars"].contains(reference.context) {
            guard case .property(let name, _) = reference.path.first else { continue }
            valuesRead.insert("\(reference.context).\(name)")
        }
    }

    /// The condition of an `if`.
    mutating func condition(
        _ text: String,
        in scope: Scope
    ) throws(TemplateError) -> Condition {
        let (number, condition) = known(text, seed: 2, in: scope) { value in
            if case .condition(let condition) = value { condition } else { nil }
        }
        if let condition {
            return condition
        }
        let parsed = try Condition.parse(text, scope: scope.names)
        add(text, number, scope, .condition(parsed))
        return parsed
    }

    /// The condition of a `pre-if` or `post-if`.
    mutating func lifecycleCondition(
        _ text: String,
        in scope: Scope
    ) throws(TemplateError) -> Condition {
        let (number, condition) = known(text, seed: 3, in: scope) { value in
            if case .lifecycleCondition(let condition) = value { condition } else { nil }
        }
        if let condition {
            return condition
        }
        let parsed = try Condition.parseLifecycle(text, scope: scope.names)
        add(text, number, scope, .lifecycleCondition(parsed))
        return parsed
    }

    // MARK: The table

    private func known(
        _ text: String,
        seed: UInt64,
        in scope: Scope,
        _ read: (Value) -> Condition?
    ) -> (number: UInt64, condition: Condition?) {
        var text = text
        return text.withUTF8 { bytes in
            let number = bytes.number(seed: seed)
            return (number, find(bytes, number, in: scope, read)?.value)
        }
    }

    private func find<Result>(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ number: UInt64,
        in scope: Scope?,
        _ read: (Value) -> Result?
    ) -> (index: Int, value: Result)? {
        var slot = Int(truncatingIfNeeded: number) & (slots.count - 1)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if known[index].number == number, known[index].scope == scope,
                known[index].text.isWritten(bytes), let value = read(known[index].value)
            {
                return (index, value)
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func add(
        _ text: String,
        _ number: UInt64,
        _ scope: Scope,
        _ value: Value
    ) {
        add(Known(number: number, scope: scope, text: text, value: value))
    }

    private mutating func add(_ new: Known) {
        known.append(new)
        size += new.text.utf8.count
        if 2 * known.count > slots.count {
            slots = Array(repeating: 0, count: 2 * slots.count)
            known.indices.forEach { insert($0) }
        } else {
            insert(known.count - 1)
        }
    }

    private mutating func insert(_ index: Int) {
        var slot = Int(truncatingIfNeeded: known[index].number) & (slots.count - 1)
        while slots[slot] != 0 {
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = UInt32(index + 1)
    }
}
