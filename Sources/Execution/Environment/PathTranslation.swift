/// Where the runner's folders are inside a container.
///
/// A value is translated when it equals a mapped folder or begins with it and `/`; the first
/// mapping that fits wins and text further inside a value stays.
///
/// - Source: actions/runner `ContainerInfo.TranslateToContainerPath`.
package struct PathTranslation: Sendable, Hashable {
    /// One folder under its two names.
    package struct Mapping: Sendable, Hashable {
        /// The folder as the runner names it.
        package let host: String
        /// The folder as the container names it.
        package let container: String

        /// Maps a folder; neither path ends with `/`.
        package init(host: String, container: String) {
            self.host = host
            self.container = container
        }
    }

    private let mappings: [Mapping]

    /// Takes the mappings in the order they are tried; without any, nothing is translated.
    package init(_ mappings: [Mapping] = []) {
        self.mappings = mappings
    }

    /// The value as a process inside the container must see it.
    package func container(_ value: String) -> String {
        translate(value, from: \.host, to: \.container)
    }

    /// The value as the runner knows it.
    package func host(_ value: String) -> String {
        translate(value, from: \.container, to: \.host)
    }

    private func translate(
        _ value: String,
        from source: KeyPath<Mapping, String>,
        to target: KeyPath<Mapping, String>
    ) -> String {
        for mapping in mappings {
            let prefix = mapping[keyPath: source].utf8
            guard value.utf8.starts(with: prefix) else { continue }
            let rest = value.utf8.dropFirst(prefix.count)
            if rest.isEmpty || rest.first == 0x2F {
                return mapping[keyPath: target] + String(decoding: rest, as: UTF8.self)
            }
        }
        return value
    }
}
