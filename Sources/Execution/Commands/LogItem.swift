/// What a step's output means: text to show, problems to report, effects to carry out.
///
/// Everything that is shown is `MaskedText`; only effects carry raw values.
package enum LogItem: Sendable, Hashable {
    /// One or more whole lines joined by LF, without a final LF; empty text is one empty line.
    case output(MaskedText)
    /// Part of one line that is too long to be held; the line ends with the piece not continued.
    case piece(MaskedText, isContinued: Bool)
    /// A group that begins, with its title.
    case group(MaskedText)
    /// The end of a group.
    case endGroup
    /// One debug line; delivered only when step debugging is on.
    case debug(MaskedText)
    /// A problem, shown as a line of its level too.
    case annotation(StepAnnotation)
    /// A line that a problem matcher recognised; it is shown as a line of its level.
    case problem(FoundProblem)
    /// Something to carry out, not to show.
    case effect(CommandEffect)
}
