extension ActionReference {
    /// Reads `uses` of a step; nil when it has none of the four forms.
    ///
    /// Source: the runner's `WorkflowTemplateConverter.ConvertToStep`
    init?(parsing text: String) {
        if text.hasPrefix("docker://") {
            self = .docker(image: String(text.dropFirst("docker://".count)))
        } else if text.hasPrefix("./") || text.hasPrefix(".\\") {
            self = .local(path: text)
        } else if text.hasPrefix("$/"), !text.contains("@") {
            self = .sameRepository(path: String(text.dropFirst(2)))
        } else {
            self.init(repository: text)
        }
    }

    private init?(repository text: String) {
        var text = text
        guard let read = text.withUTF8({ Self.repository($0) }) else {
            return nil
        }
        self = read
    }

    private static func repository(_ text: UnsafeBufferPointer<UInt8>) -> ActionReference? {
        guard let at = text.firstIndex(of: UInt8(ascii: "@")), at + 1 < text.count,
            !text[(at + 1)...].contains(UInt8(ascii: "@"))
        else {
            return nil
        }
        var parts: [String] = []
        var start = 0
        for index in 0...at {
            switch text[index] {
            case UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "@"):
                if start < index {
                    parts.append(String(decoding: text[start..<index], as: UTF8.self))
                }
                start = index + 1
            default: break
            }
        }
        guard parts.count >= 2 else {
            return nil
        }
        return .repository(
            owner: parts[0],
            name: parts[1],
            path: parts.count > 2 ? parts[2...].joined(separator: "/") : "",
            ref: String(decoding: text[(at + 1)...], as: UTF8.self)
        )
    }

    /// Whether it names a workflow of another repository, which no step can use.
    var isWorkflow: Bool {
        guard case .repository(_, _, let path, _) = self else {
            return false
        }
        return path.hasPrefix(".github/workflows/")
    }

    /// What GitHub names a step of this action that has no id, without the leading `__`.
    var nameStem: String {
        switch self {
        case .local, .sameRepository: "self"
        case .repository(let owner, let name, _, _): owner + "_" + name
        case .docker(let image): image
        }
    }
}
