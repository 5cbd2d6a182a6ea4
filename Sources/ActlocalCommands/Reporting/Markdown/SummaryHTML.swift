/// Reads the HTML in a job summary as the Markdown it stands for.
///
/// The toolkit's `core.summary` writes tables, lists, headings and details as HTML. Tags that mean
/// nothing here go, and what is no tag stays.
/// Source: <https://github.com/actions/toolkit/blob/main/packages/core/src/summary.ts>
struct SummaryHTML {
    private static let openings = [
        "h1": "\n\n# ", "h2": "\n\n## ", "h3": "\n\n### ", "h4": "\n\n#### ", "h5": "\n\n##### ",
        "h6": "\n\n###### ", "p": "\n\n", "div": "\n", "ul": "\n", "ol": "\n", "li": "\n- ",
        "br": "\n", "hr": "\n\n---\n\n", "blockquote": "\n\n> ", "pre": "\n```\n", "code": "`",
        "b": "**", "strong": "**", "details": "\n\n", "summary": "▸ ", "table": "\n\n",
        "tr": "\n|", "th": " ", "td": " ",
    ]
    private static let closings = [
        "h1": "\n\n", "h2": "\n\n", "h3": "\n\n", "h4": "\n\n", "h5": "\n\n", "h6": "\n\n",
        "p": "\n\n", "div": "\n", "ul": "\n", "ol": "\n", "blockquote": "\n\n", "pre": "\n```\n",
        "code": "`", "b": "**", "strong": "**", "details": "\n\n", "summary": "\n",
        "table": "\n\n", "th": " |", "td": " |",
    ]
    private static let silent: Set<String> = [
        "thead", "tbody", "tfoot", "i", "em", "span", "sub", "sup", "a", "img", "q", "u", "center",
        "small", "kbd", "picture", "source", "!--",
    ]
    private static let entities = [
        "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&nbsp;": " ", "&amp;": "&",
    ]

    private var markdown = ""
    private var rest: Substring
    private var rowsOfTable = 0
    private var cellsOfRow = 0
    private var isPreformatted = false
    private var address: String?

    /// The Markdown that a summary stands for.
    static func markdown(of summary: String) -> String {
        guard summary.utf8.contains(UInt8(ascii: "<")) else { return summary }
        var reader = SummaryHTML(rest: summary[...])
        reader.read()
        return entities.reduce(reader.markdown) { text, entity in
            entity.key == "&amp;" ? text : text.replacing(entity.key, with: entity.value)
        }.replacing("&amp;", with: "&")
    }

    private init(rest: Substring) {
        self.rest = rest
    }

    private mutating func read() {
        while let place = rest.firstIndex(where: { $0 == "<" || $0 == "`" }) {
            markdown += rest[..<place]
            rest = rest[place...]
            if rest.first == "`" { keepCode() } else { readTag() }
        }
        markdown += rest
    }

    /// Code in backticks holds no tags.
    private mutating func keepCode() {
        let mark = rest.prefix { $0 == "`" }
        rest = rest.dropFirst(mark.count)
        markdown += mark
        guard let end = rest.firstRange(of: mark) else { return }
        markdown += rest[..<end.upperBound]
        rest = rest[end.upperBound...]
    }

    private mutating func readTag() {
        if rest.hasPrefix("<!--"), let end = rest.firstRange(of: "-->") {
            rest = rest[end.upperBound...]
            return
        }
        guard let end = rest.firstIndex(of: ">") else {
            markdown += "<"
            rest = rest.dropFirst()
            return
        }
        let inside = rest[..<end].dropFirst()
        let isClosing = inside.first == "/"
        let name = inside.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
        let isKnown = Self.openings[name] != nil || Self.silent.contains(name)
        guard isKnown else {
            markdown += "<"
            rest = rest.dropFirst()
            return
        }
        rest = rest[end...].dropFirst()
        if isClosing { close(name) } else { open(name, inside) }
    }

    private mutating func open(_ name: String, _ tag: Substring) {
        switch name {
        case "table": rowsOfTable = 0
        case "tr": cellsOfRow = 0
        case "td", "th": cellsOfRow += 1
        case "pre": isPreformatted = true
        case "code" where isPreformatted: return
        case "a":
            address = Self.attribute("href", of: tag)
            if address != nil { markdown += "[" }
        case "img": markdown += Self.attribute("alt", of: tag) ?? ""
        default: break
        }
        markdown += Self.openings[name] ?? ""
    }

    private mutating func close(_ name: String) {
        switch name {
        case "pre": isPreformatted = false
        case "code" where isPreformatted: return
        case "tr":
            rowsOfTable += 1
            // The first row is the head, which Markdown cannot do without.
            if rowsOfTable == 1 {
                markdown += "\n|" + String(repeating: "---|", count: max(1, cellsOfRow))
            }
        case "a":
            if let address { markdown += "](\(address))" }
            address = nil
        default: break
        }
        markdown += Self.closings[name] ?? ""
    }

    private static func attribute(_ name: String, of tag: Substring) -> String? {
        guard let start = tag.firstRange(of: "\(name)=\"")?.upperBound,
            let end = tag[start...].firstIndex(of: "\"")
        else { return nil }
        return String(tag[start..<end])
    }
}
