import Diagnostics

/// A matrix that is written out and has more legs than GitHub lets it have.
///
/// Source:
/// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstrategymatrix>
enum MatrixSizeRule {
    private static let limit = 256

    /// Multiplies the vectors of a job's matrix; with `exclude` the number is not known here.
    static func check(_ job: Job, _ report: inout CheckReport) {
        guard case .fields(let strategy) = job.strategy, let value = strategy.matrix,
            let matrix = Fields(value), matrix.expressionKeys.isEmpty, matrix["exclude"] == nil
        else {
            return
        }
        let vectors = matrix.named.filter { $0.name.value != "include" }
        // Without vectors, each item of `include` is a leg of its own.
        var legs = vectors.isEmpty ? matrix["include"]?.items?.count ?? 0 : 1
        for (_, vector) in vectors {
            guard let items = vector.items else {
                return
            }
            legs = min(legs * items.count, Int(Int32.max))
        }
        if legs > limit {
            report.warn(
                .matrix,
                "Strategy for job '\(job.id)' produced \(legs) configurations which exceeds the "
                    + "maximum of \(limit) configurations",
                at: value.span,
                notes: ["the job fails"],
                help: "shorten a list, or take legs out by `exclude`"
            )
        }
    }
}
