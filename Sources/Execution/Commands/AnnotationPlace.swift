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
        line = Self.number(command.property("line"))
        endLine = Self.number(command.property("endLine"))
        column = Self.number(command.property("col"))
        endColumn = Self.number(command.property("endColumn"))
        let written = self
        let hasColumn = column != nil || endColumn != nil
        fillStarts(command)
        if line == nil, hasColumn {
            remark(
                command,
                "'col' and 'endColumn' can only be set if 'line' value is provided."
            )
            dropColumns()
        }
        if written.endLine != nil, written.line != nil, hasColumn,
            command.property("line") != command.property("endLine")
        {
            remark(
                command,
                "'col' and 'endColumn' cannot be set if 'line' and 'endLine' are different values."
            )
            dropColumns()
        }
        if let start = written.line, let end = written.endLine, end < start {
            remark(command, "'endLine' cannot be less than 'line'.")
            line = nil
            endLine = nil
        }
        if let start = written.column, let end = written.endColumn, end < start {
            remark(command, "'endColumn' cannot be less than 'col'.")
            dropColumns()
        }
    }

    /// An end without a start is the start too.
    private mutating func fillStarts(_ command: WorkflowCommand) {
        if let endLine, line == nil {
            remark(command, "'endLine' can only be set if 'line' is provided")
            line = endLine
        }
        if let endColumn, column == nil {
            remark(command, "'endColumn' can only be set if 'col' is provided")
            column = endColumn
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
