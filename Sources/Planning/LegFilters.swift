import Diagnostics
import Expressions

/// Which legs of matrix jobs are to run, as `--matrix` says.
///
/// A filter speaks of the jobs whose matrix has its key; all that speak of a job have to hold.
package struct LegFilters: Sendable {
    /// The filters, as typed.
    package let all: [(key: String, value: String)]

    /// Filters by these keys and values.
    package init(_ all: [(key: String, value: String)]) {
        self.all = all
    }

    /// What is left of a job.
    package enum Choice: Sendable {
        /// These legs run.
        case legs([PlannedLeg])
        /// No leg matches; what there is instead.
        case none(reason: String)
    }

    /// The legs of one job that run.
    package func choose(from legs: [PlannedLeg]) -> Choice {
        guard !all.isEmpty || legs.isEmpty else { return .legs(legs) }
        let keys = Set(Self.keys(of: legs).map { $0.lowercased() })
        let own = all.compactMap { Self.filter($0, among: keys) }
        let chosen = legs.filter { $0.leg.matches(own) }
        guard chosen.isEmpty else { return .legs(chosen) }
        for filter in own where !legs.contains(where: { $0.leg.matches([filter]) }) {
            let values = Self.values(of: filter.key, in: legs)
            let has = values.map { "`\($0)`" }.joined(separator: ", ")
            return .none(
                reason: "no leg of its matrix has `\(filter.key): \(filter.value)`, only \(has)"
                    + Self.suggestion(for: filter.value, among: values)
            )
        }
        let wanted = own.map { "`\($0.key): \($0.value)`" }.joined(separator: " and ")
        return .none(reason: "no leg of its matrix has \(wanted) at once")
    }

    /// A filter by one of `keys`, in lower case; nil when it speaks of none.
    ///
    /// A key may hold `:`, so where the typed text is split is settled by the keys there are.
    private static func filter(
        _ typed: (key: String, value: String),
        among keys: Set<String>
    ) -> (key: String, value: String)? {
        var (key, value) = typed
        while !keys.contains(key.lowercased()) {
            guard let colon = value.firstIndex(of: ":") else { return nil }
            key += ":" + value[..<colon]
            value = String(value[value.index(after: colon)...])
        }
        return (key, value)
    }

    /// What is wrong when a filter's key is none of all jobs' `keys`; nil when each is one.
    package func problem(among keys: [String]) -> String? {
        let known = Set(keys.map { $0.lowercased() })
        guard let filter = all.first(where: { Self.filter($0, among: known) == nil }) else {
            return nil
        }
        return "no job that was asked for has a matrix with the key `\(filter.key)` of `--matrix`"
            + Self.suggestion(for: filter.key, among: keys)
    }

    /// The keys of a job's matrix, in order.
    package static func keys(of legs: [PlannedLeg]) -> [String] {
        var seen: Set<String> = []
        return legs.flatMap { $0.leg.values ?? [] }.map(\.key)
            .filter { seen.insert($0.lowercased()).inserted }
    }

    private static func values(of key: String, in legs: [PlannedLeg]) -> [String] {
        var seen: Set<String> = []
        return legs.flatMap { $0.leg.values ?? [] }
            .filter { $0.key.lowercased() == key.lowercased() }
            .map { $0.value.isPrimitive ? $0.value.asString : $0.value.toJSON(pretty: false) }
            .filter { seen.insert($0).inserted }
    }

    private static func suggestion(for word: String, among words: [String]) -> String {
        // Of words this short any other is one edit away.
        guard word.count > 2, let nearest = NearestMatch.nearest(to: word, in: words) else {
            return ""
        }
        return "; did you mean `\(nearest)`?"
    }
}
