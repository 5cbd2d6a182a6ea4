extension ExpressionTyper {
    /// The type of a call; the parser has checked the function's name and how many arguments it
    /// has.
    mutating func call(_ name: String, _ node: ExpressionNode) -> StaticType {
        let types = node.children.map { type($0) }
        switch name.lowercased() {
        case "contains": contains(types, node)
        case "startswith", "endswith", "hashfiles": wantTexts(types, of: name, node)
        case "format": format(types, node)
        case "join":
            if case .object = types[0] { wantTexts([types[0]], of: name, node) }
        case "fromjson": return fromJSON(types, node)
        case "case": return choice(types, node)
        case "tojson": return .string
        default: return .boolean
        }
        switch name.lowercased() {
        case "contains", "startswith", "endswith": return .boolean
        default: return .string
        }
    }

    private mutating func wantTexts(
        _ types: [StaticType],
        of function: String,
        _ node: ExpressionNode
    ) {
        for (type, argument) in zip(types, node.children) where type.isCollection {
            report(.collectionArgument(type, function: function), at: argument.range)
        }
    }

    private mutating func contains(_ types: [StaticType], _ node: ExpressionNode) {
        switch (types[0], types[1]) {
        case (.object, _): report(.containsOfObject, at: node.children[0].range)
        case (.array(.words(let words)), .words(let wanted)),
            (.filtered(.words(let words)), .words(let wanted)):
            let all = StaticType.words(words)
            if let word = wanted.first, Self.isNeverEqual(all, .words(wanted)) {
                report(.notAmong(word, words: words), at: node.children[1].range)
            }
        case (let search, let item) where search.isPrimitive && item.isCollection:
            report(.collectionArgument(item, function: "contains"), at: node.children[1].range)
        default: break
        }
    }

    private mutating func format(_ types: [StaticType], _ node: ExpressionNode) {
        wantTexts(types, of: "format", node)
        guard case .literal(.string(let text)) = node.children[0].kind else {
            return
        }
        let count = node.children.count - 1
        do throws(EvaluationError) {
            let pieces = try FormatString.parse(text, arguments: count)
            var isUsed = Array(repeating: false, count: count)
            for case .argument(let index, _) in pieces where index < count {
                isUsed[index] = true
            }
            if let unused = isUsed.firstIndex(of: false) {
                report(.unusedArgument(unused), at: node.children[unused + 1].range)
            }
        } catch {
            report(.format(error.description), at: node.children[0].range)
        }
    }

    private mutating func fromJSON(_ types: [StaticType], _ node: ExpressionNode) -> StaticType {
        wantTexts(types, of: "fromJSON", node)
        guard case .literal(.string(let text)) = node.children[0].kind else {
            return .any
        }
        do throws(JSONError) {
            return StaticType(of: try ExpressionValue(json: text))
        } catch {
            report(.json(error.description), at: node.children[0].range)
            return .any
        }
    }

    /// `case(predicate, value, …, default)`.
    private mutating func choice(_ types: [StaticType], _ node: ExpressionNode) -> StaticType {
        guard var result = types.last else {
            return .any
        }
        for index in stride(from: 0, to: types.count - 1, by: 2) {
            switch types[index] {
            case .any, .boolean: break
            default: report(.predicate(types[index]), at: node.children[index].range)
            }
            result = result.joined(with: types[index + 1])
        }
        return result
    }
}
