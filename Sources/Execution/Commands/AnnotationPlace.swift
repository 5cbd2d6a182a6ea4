/// Lines and columns of an annotation command, put right as GitHub's runner does it.
///
/// - Source: actions/runner `IssueCommandExtension.ValidateLinesAndColumns`, step by step.
struct AnnotationPlace {
    /// First line.
    private(set) var line: Int?
    /// Last line.
    private(set) var endLine: Int?
    /// First column.
    private(set) var column: Int?
    /// Last column.
    private(set) var endColumn: Int?
    /// What had to be put right, as debug lines.
    private(set) var remarks: [String] = []

    /// Reads the properties of `notice`, `warning` or `error`.
    init(_ command: WorkflowCommand) {
        var lineText = command.property("line")
        let endLineText = command.property("endLine")
        line = Self.number(lineText)
        endLine = Self.number(endLineText)
        column = Self.number(command.property("col"))
        endColumn = Self.number(command.property("endColumn"))
        let original = (line: line, endLine: endLine, column: column, endColumn: endColumn)
        let hasColumn = column != nil || endColumn != nil

        if let endLine, line == nil {
            remark(command, "'endLine' can only be set if 'line' is provided")
            line = endLine
            lineText = endLineText
        }
        if let endColumn, column == nil {
            remark(command, "'endColumn' can only be set if 'col' is provided")
            column = endColumn
        }
        if line == nil, hasColumn {
            remark(
                command,
                "'col' and 'endColumn' can only be set if 'line' value is provided."
            )
            dropColumns()
        }
        if original.endLine != nil, lineText != endLineText, hasColumn {
            remark(
                command,
                "'col' and 'endColumn' cannot be set if 'line' and 'endLine' are different values."
            )
            dropColumns()
        }
        if let start = original.line, let end = original.endLine, end < start {
            remark(command, "'endLine' cannot be less than 'line'.")
            line = nil
            endLine = nil
        }
        if let start = original.column, let end = original.endColumn, end < start {
            remark(command, "'endColumn' cannot be less than 'col'.")
            dropColumns()
        }
    }

    private mutating func dropColumns() {
        column = nil
        endColumn = nil
    }

    private mutating func remark(_ command: WorkflowCommand, _ what: String) {
        remarks.append("Invalid \(command.name) command value. \(what)")
    }

    /// As .NET's `int.TryParse`: white space around, a sign, 32 bits.
    private static func number(_ text: String?) -> Int? {
        text.flatMap { Int32($0.trimmingWhitespace()) }.map(Int.init)
    }
}
