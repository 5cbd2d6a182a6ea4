/// Splits `a=b,c=d` at its commas, as comma-separated values have them.
enum CommaFields {
    /// The fields in order; one in double quotes may hold commas, a doubled quote is a quote.
    static func split(_ text: String) throws -> [String] {
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        var rest = Substring(text)
        while let character = rest.popFirst() {
            switch character {
            case "\"" where isQuoted && rest.first == "\"":
                rest.removeFirst()
                field.append("\"")
            case "\"" where isQuoted || field.isEmpty: isQuoted.toggle()
            case "," where !isQuoted:
                fields.append(field)
                field = ""
            default: field.append(character)
            }
        }
        guard !isQuoted else { throw BadOptionValue("a quote does not end") }
        return fields + [field]
    }
}
