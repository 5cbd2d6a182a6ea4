/// The table of rooms in `Package.swift`.
struct Manifest {
    /// One target and what it may import.
    struct Target: Sendable {
        /// The target's name.
        let name: String
        /// The rooms of its line.
        let rooms: [String]
        /// The products of other packages, which bear their module's name.
        let products: [String]
    }

    /// The rooms and programs.
    let rooms: [Target]
    /// The doors to system libraries.
    let doors: [String]
    /// The test targets.
    let tests: [Target]

    /// Reads the manifest's text.
    init(_ text: String) {
        let code = text.split(separator: "\n").map { line in
            line.drop { $0 == " " }.hasPrefix("//") ? "" : line
        }.joined(separator: "\n")
        doors = Self.calls("door(", in: code).compactMap { Self.strings(in: $0).first }
        let rooms = Self.calls("room(", in: code).map { Self.target($0) }
        let programs = Self.calls(".executableTarget(", in: code).map { Self.target($0) }
        self.rooms = rooms + programs
        tests = Self.calls("tests(", in: code).map { Self.target($0) }
    }

    /// The arguments of every call that starts with a text and names something first.
    private static func calls(_ opening: String, in code: String) -> [Substring] {
        let parts = code.split(separator: opening, omittingEmptySubsequences: false)
        return parts.dropFirst().compactMap { part in
            let first = part.drop { $0.isWhitespace }
            guard first.hasPrefix("\"") || first.hasPrefix("name: \"") else { return nil }
            var depth = 1
            let end = part.firstIndex { character in
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                return depth == 0
            }
            return part[..<(end ?? part.endIndex)]
        }
    }

    private static func target(_ call: Substring) -> Target {
        let products = calls(".product(", in: String(call)).compactMap { strings(in: $0).first }
        let settings = call.firstRange(of: "swiftSettings:")?.lowerBound ?? call.endIndex
        let others = call.firstRange(of: "products:")?.lowerBound ?? call.endIndex
        let names = strings(in: call[..<min(settings, others)])
        return Target(
            name: names.first ?? "",
            rooms: Array(names.dropFirst()),
            products: products
        )
    }

    private static func strings(in text: Substring) -> [String] {
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
