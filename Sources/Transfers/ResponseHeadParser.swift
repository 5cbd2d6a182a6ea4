/// Gathers the lines of a response's head, skipping interim (1xx) heads.
struct ResponseHeadParser: Sendable {
    private var current: ResponseHead?
    private var isComplete = false

    /// Takes one line, without or with its line break; the head comes back with its last line.
    ///
    /// Lines after the head (trailers) are ignored.
    mutating func take(_ line: some Sequence<UInt8>) -> ResponseHead? {
        guard !isComplete else { return nil }
        let text = String(decoding: line.filter { $0 != 13 && $0 != 10 }, as: UTF8.self)
        if text.isEmpty { return finish() }
        if text.hasPrefix("HTTP/") {
            let words = text.split(separator: " ", maxSplits: 2)
            let status = words.count > 1 ? Int(words[1]) : nil
            current = status.map { ResponseHead(status: $0, headers: []) }
        } else if let colon = text.firstIndex(of: ":") {
            let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            current?.headers.append(HeaderField(String(text[..<colon]), String(value)))
        }
        return nil
    }

    private mutating func finish() -> ResponseHead? {
        guard let head = current else { return nil }
        if (100..<200).contains(head.status), head.status != 101 {
            current = nil
            return nil
        }
        isComplete = true
        return head
    }
}
