package import Diagnostics
package import Expressions

/// `runs-on`: which runners may take the job.
package enum RunsOn: Sendable {
    /// A label, a sequence of labels, or what gives a string, an array or an object: one
    /// expression, or a mapping with keys that are expressions or inserted.
    case labels(ValueTemplate)
    /// `{group: …, labels: …}`; at least one of the two is there.
    case group(Located<Template>?, labels: ValueTemplate?, SourceSpan)

    /// Where it stands.
    package var span: SourceSpan {
        switch self {
        case .labels(let value): value.span
        case .group(_, _, let span): span
        }
    }
}

extension RunsOn {
    /// What GitHub says against the name of a runner group; nil for one that may be.
    ///
    /// A name that holds expressions has to be known for it.
    package static func problem(ofGroup name: String) -> String? {
        guard let slash = name.firstIndex(of: "/") else { return nil }
        let rest = name[name.index(after: slash)...]
        let isKnown = ["org", "organization", "ent", "enterprise"].contains(String(name[..<slash]))
        guard !isKnown || rest.isEmpty || rest.contains("/") else { return nil }
        let advice =
            isKnown && rest.isEmpty
            ? ""
            : " Please use 'organization/' or 'enterprise/' prefix to target a single runner group."
        return "Invalid runs-on group name '\(name)'.\(advice)"
    }
}
