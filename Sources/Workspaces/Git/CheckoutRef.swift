/// What a ref is to `actions/checkout`: it decides what `HEAD` names and which refs there are.
///
/// Source: actions/checkout `ref-helper.ts`, `getCheckoutInfo` and `getRefSpec`
package enum CheckoutRef: Sendable, Hashable {
    /// A branch by its bare name: `HEAD` names it, and it follows the one of `origin`.
    case branch(String)
    /// What comes after `refs/pull/`, such as `1/merge`.
    case pull(String)
    /// A tag by its bare name.
    case tag(String)
    /// Another full ref.
    case other(String)
    /// A commit by its own name, which no ref names.
    case commit

    /// What a full ref is; its first two parts compare without case.
    package init(_ ref: String) {
        let kinds: [(String, (String) -> CheckoutRef)] = [
            ("refs/heads/", Self.branch), ("refs/pull/", Self.pull), ("refs/tags/", Self.tag),
        ]
        let lower = ref.lowercased()
        let kind = kinds.first { lower.hasPrefix($0.0) }
        self = kind.map { $0.1(String(ref.dropFirst($0.0.count))) } ?? .other(ref)
    }

    /// The full refs that a fetch makes, and a checkout of them.
    var refs: [String] {
        switch self {
        case .branch(let name): ["refs/heads/\(name)", "refs/remotes/origin/\(name)"]
        case .pull(let name): ["refs/remotes/pull/\(name)"]
        case .tag(let name): ["refs/tags/\(name)"]
        case .other(let name): [name]
        case .commit: []
        }
    }
}

extension GitHead {
    /// The ref whose checkout leaves this; nil for what no checkout leaves.
    var checkedOut: CheckoutRef? {
        switch self {
        case .branch(let name): .branch(name)
        case .detached(let tags) where tags.count < 2: tags.first.map { .tag($0) } ?? .commit
        case .detached, .unborn, .none: nil
        }
    }
}
