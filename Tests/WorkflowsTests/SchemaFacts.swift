import Expressions
import Foundation

@testable import Workflows

/// What a schema says of every place of a file: forms, keys and the names of its expressions.
///
/// Shape: a path such as `jobs.*.steps[]{run}.shell` and a set of facts such as `string`,
/// `required` or `may use github, inputs`.
struct SchemaFacts {
    /// The facts by path.
    private(set) var facts: [String: Set<String>] = [:]

    /// Whether the mappings of a choice are told apart by the keys they require.
    private let tellsMappingsApart: Bool

    /// Deeper places repeat the ones above: a parallel block holds steps.
    private static let deepest = 9

    mutating func add(_ fact: String, at path: String) {
        facts[path, default: []].insert(fact)
    }

    private mutating func add(contexts: [String], at path: String) {
        guard !contexts.isEmpty else { return }
        add("may use \(contexts.sorted().joined(separator: ", "))", at: path)
    }

    // MARK: GitHub's schema

    /// Reads a definition of one of GitHub's files.
    init(github file: URL, root: String, tellsMappingsApart: Bool) throws {
        self.tellsMappingsApart = tellsMappingsApart
        let data = try Data(contentsOf: file)
        let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let definitions = json?["definitions"] as? [String: [String: Any]] ?? [:]
        read(root, of: definitions, at: "", contexts: [], depth: 0)
    }

    /// GitHub's names for types that need no definition.
    private static func basic(_ name: String) -> [String: Any]? {
        ["string", "boolean", "number", "null"].contains(name) ? [name: [String: Any]()] : nil
    }

    private mutating func read(
        _ name: String,
        of definitions: [String: [String: Any]],
        at path: String,
        contexts outer: [String],
        depth: Int
    ) {
        guard name != "any" else { return add("any", at: path) }
        guard depth < Self.deepest, let definition = definitions[name] ?? Self.basic(name) else {
            if depth < Self.deepest { addAnything(name, at: path) }
            return
        }
        let contexts = definition["context"] as? [String] ?? outer
        let alternatives = Self.alternatives(of: name, definitions)
        let isChoice = alternatives.count { definitions[$0]?["mapping"] != nil } > 1
        for alternative in alternatives {
            let form = definitions[alternative] ?? Self.basic(alternative) ?? [:]
            let contexts = form["context"] as? [String] ?? contexts
            if form["mapping"] == nil, form["sequence"] == nil {
                add(contexts: contexts, at: path)
            }
            readScalar(form, at: path)
            if let sequence = form["sequence"] as? [String: String],
                let item = sequence["item-type"]
            {
                add("sequence", at: path)
                read(item, of: definitions, at: "\(path)[]", contexts: contexts, depth: depth + 1)
            } else if ["sequence", "mapping"].contains(alternative) {
                addAnything(alternative, at: path)
            }
            if let mapping = form["mapping"] as? [String: Any] {
                read(
                    mapping,
                    isChoice: isChoice,
                    of: definitions,
                    at: path,
                    contexts: contexts,
                    depth: depth
                )
            }
        }
    }

    /// A sequence or mapping of anything.
    private mutating func addAnything(_ form: String, at path: String) {
        add(form, at: path)
        add("any", at: form == "sequence" ? "\(path)[]" : "\(path).*")
    }

    private static func alternatives(
        of name: String,
        _ definitions: [String: [String: Any]]
    ) -> [String] {
        guard let choices = definitions[name]?["one-of"] as? [String] else { return [name] }
        return choices.flatMap { alternatives(of: $0, definitions) }
    }

    private mutating func readScalar(_ form: [String: Any], at path: String) {
        for basic in ["null", "boolean", "number"] where form[basic] != nil { add(basic, at: path) }
        for value in form["allowed-values"] as? [String] ?? [] { add("'\(value)'", at: path) }
        if let string = form["string"] as? [String: Any] {
            if let constant = string["constant"] as? String {
                add("'\(constant)'", at: path)
            } else {
                let isFilled = string["require-non-empty"] as? Bool == true
                add(isFilled ? "non-empty string" : "string", at: path)
            }
        }
    }

    private mutating func read(
        _ mapping: [String: Any],
        isChoice: Bool,
        of definitions: [String: [String: Any]],
        at path: String,
        contexts: [String],
        depth: Int
    ) {
        add("mapping", at: path)
        let properties = mapping["properties"] as? [String: Any] ?? [:]
        let required = properties.filter {
            ($0.value as? [String: Any])?["required"] as? Bool == true
        }
        let place = path + label(required.keys.map(\.self), isChoice)
        for (key, value) in properties {
            let type = value as? String ?? (value as? [String: Any])?["type"] as? String ?? "any"
            let keyPath = place.isEmpty ? key : "\(place).\(key)"
            if required[key] != nil { add("required", at: keyPath) }
            add("key", at: keyPath)
            read(type, of: definitions, at: keyPath, contexts: contexts, depth: depth + 1)
        }
        if let loose = mapping["loose-value-type"] as? String {
            read(loose, of: definitions, at: "\(place).*", contexts: contexts, depth: depth + 1)
        }
    }

    private func label(_ required: [String], _ isChoice: Bool) -> String {
        isChoice && tellsMappingsApart ? "{\(required.sorted().joined(separator: ","))}" : ""
    }

    // MARK: Ours

    /// Reads one of our definitions.
    init(_ root: Definition, tellsMappingsApart: Bool) {
        self.tellsMappingsApart = tellsMappingsApart
        read(root, at: "", scope: nil, depth: 0)
    }

    private mutating func read(
        _ own: Definition,
        at path: String,
        scope outer: Scope?,
        depth: Int
    ) {
        guard depth < Self.deepest else { return }
        guard !own.isAny else { return add("any", at: path) }
        let scope = own.scope ?? outer
        if !own.scalars.isEmpty, let names = scope?.names {
            let functions = names.specialFunctions.values.map {
                "\($0.name)(\($0.minimum),\($0.maximum == .max ? "MAX" : "\($0.maximum)"))"
            }
            add(contexts: names.contexts + functions, at: path)
        }
        own.scalars.forEach { add($0.fact, at: path) }
        if let item = own.item {
            add("sequence", at: path)
            read(item(), at: "\(path)[]", scope: scope, depth: depth + 1)
        }
        for rule in own.mappings {
            add("mapping", at: path)
            let place = path + label(rule.required, own.mappings.count > 1)
            for property in rule.properties {
                let keyPath = place.isEmpty ? property.name : "\(place).\(property.name)"
                if property.isRequired { add("required", at: keyPath) }
                add("key", at: keyPath)
                read(property.definition, at: keyPath, scope: scope, depth: depth + 1)
            }
            if let loose = rule.loose {
                read(loose.value, at: "\(place).*", scope: scope, depth: depth + 1)
            }
        }
    }
}

extension ScalarRule {
    fileprivate var fact: String {
        switch self {
        case .null: "null"
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .nonEmptyString: "non-empty string"
        case .writtenString: "written string"
        case .constant(let word): "'\(word)'"
        }
    }
}
