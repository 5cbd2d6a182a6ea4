import Diagnostics
import Expressions

extension Converter {
    /// `strategy`.
    mutating func strategy(_ value: ValueTemplate?) -> Strategy? {
        guard let value else {
            return nil
        }
        if value.wholeExpression != nil { return .whole(value) }
        guard let fields = Fields(value) else {
            return nil
        }
        guard fields.expressionKeys.isEmpty else {
            checkMatrix(fields["matrix"])
            return .whole(value)
        }
        let matrix = fields["matrix"]
        checkMatrix(matrix)
        return .fields(
            Strategy.Fields(
                matrix: matrix,
                failFast: fields["fail-fast"]?.boolean,
                maxParallel: fields["max-parallel"]?.number,
                span: value.span
            )
        )
    }

    /// Checks what of a matrix is written out; the rest shows when it is evaluated.
    private mutating func checkMatrix(_ value: ValueTemplate?) {
        guard let value, let fields = Fields(value) else {
            return
        }
        var vectors: Set<String> = []
        for (name, vector) in fields.named where name.value != "include" && name.value != "exclude"
        {
            vectors.insert(name.value.lowercased())
            if vector.items?.isEmpty == true {
                report(
                    Diagnostic(
                        .matrix,
                        "Matrix vector '\(name.value)' does not contain any values",
                        at: vector.span,
                        help: "add a value, or remove the vector"
                    )
                )
            }
        }
        let isWrittenOut = fields.expressionKeys.isEmpty
        if isWrittenOut, vectors.isEmpty,
            fields["include"]?.items?.isEmpty ?? (fields["include"] == nil)
        {
            report(
                Diagnostic(
                    .matrix,
                    "Matrix must define at least one vector",
                    at: value.span,
                    help: "add a vector such as `os: [ubuntu-latest]`, or `include`"
                )
            )
        }
        for item in fields["include"]?.items ?? [] where item.isEmptyMapping {
            report(
                Diagnostic(
                    .matrix,
                    "Matrix include mapping does not contain any values",
                    at: item.span
                )
            )
        }
        checkExcludes(fields["exclude"]?.items ?? [], vectors, isWrittenOut: isWrittenOut)
    }

    private mutating func checkExcludes(
        _ items: [ValueTemplate],
        _ vectors: Set<String>,
        isWrittenOut: Bool
    ) {
        for item in items {
            if item.isEmptyMapping {
                report(
                    Diagnostic(.matrix, "Matrix exclude filter must not be empty", at: item.span)
                )
            }
            for (key, _) in Fields(item)?.named ?? []
            where isWrittenOut && !vectors.contains(key.value.lowercased()) {
                let nearest = NearestMatch.nearest(to: key.value, in: vectors.sorted())
                report(
                    Diagnostic(
                        .matrix,
                        "Matrix exclude key '\(key.value)' does not match any key within the "
                            + "matrix",
                        at: key.span,
                        help: nearest.map { "did you mean `\($0)`?" }
                    )
                )
            }
        }
    }
}

extension ValueTemplate {
    /// Whether the value is `{}`.
    fileprivate var isEmptyMapping: Bool {
        if case .mapping(let entries) = content { entries.isEmpty } else { false }
    }
}
