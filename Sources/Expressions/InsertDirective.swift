/// The directive `insert`, which stands where an expression would.
enum InsertDirective {
    private static let name = Array("insert".utf8)

    /// The number of words after `insert`, or nothing when the text is no directive.
    ///
    /// Words are split at white space outside of strings and parentheses.
    static func parameterCount(_ text: ArraySlice<UInt8>) -> Int? {
        guard text.starts(with: name) else { return nil }
        let rest = Array(text.dropFirst(name.count))
        guard rest.isEmpty || Whitespace.length(in: rest, at: 0) > 0 else { return nil }
        var count = 0
        var isInWord = false
        var isInString = false
        var parentheses = 0
        var index = 0
        while index < rest.count {
            let space = Whitespace.length(in: rest, at: index)
            if space > 0, !isInString, parentheses == 0 {
                isInWord = false
                index += space
                continue
            }
            if !isInWord { count += 1 }
            isInWord = true
            switch rest[index] {
            case UInt8(ascii: "'"): isInString.toggle()
            case UInt8(ascii: "(") where !isInString: parentheses += 1
            case UInt8(ascii: ")") where !isInString: parentheses -= 1
            default: break
            }
            index += 1
        }
        return count
    }
}
