/// What becomes of the Markdown a step wrote into `GITHUB_STEP_SUMMARY`.
package enum StepSummaryFile: Sendable, Hashable {
    /// Nothing was written.
    case empty
    /// The Markdown, masked line by line, each line ended by LF.
    case markdown(MaskedText)
    /// It is too large; the message is an error annotation, the step's result stays.
    case refused(message: String)

    /// The largest summary, in bytes.
    package static let largest = 1024 * 1024

    /// Judges a file by its size and masks its content.
    ///
    /// - Source: actions/runner `CreateStepSummaryCommand`.
    package init(_ bytes: [UInt8], masks: SecretMasks) {
        if bytes.isEmpty {
            self = .empty
        } else if bytes.count > Self.largest {
            self = .refused(message: Self.refusal(byteCount: bytes.count))
        } else {
            var endings = LineEndings(loneCarriageReturn: .endsLine)
            var lines = Array(endings.normalise(TextFile.utf8(bytes)))
            if let last = lines.last, last != .lineFeed {
                lines.append(.lineFeed)
            }
            self = .markdown(masks.masked(lines: lines[...]))
        }
    }

    /// GitHub's message for a summary of that many bytes.
    package static func refusal(byteCount: Int) -> String {
        "$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of"
            + " \(largest / 1024)k, got \(byteCount / 1024)k. For more information see:"
            + " https://docs.github.com/actions/using-workflows/"
            + "workflow-commands-for-github-actions#adding-a-markdown-summary"
    }
}
