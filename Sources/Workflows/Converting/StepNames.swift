import Diagnostics

/// The names of the steps of one job: those written, checked, and those GitHub makes up.
struct StepNames {
    private var taken: Set<String> = []
    private var stems: [Stem] = []
    /// The stem of each text that was given for one, once they are many.
    private var indices: [String: Int] = [:]
    /// The names made up so far, in lower case, once two stems may lead to the same.
    private var made: Set<String>?

    /// What names are made of, and how far they are counted.
    private struct Stem {
        /// The text it was made of.
        let text: String
        /// The name of the first step.
        let name: String
        /// The name in lower case.
        let folded: String
        /// The last number that was given.
        var count = 0

        /// Whether no other stem's numbered name can be one of this: it ends in no number of its
        /// own, and nothing is cut off.
        var isDistinct: Bool {
            let end = name.utf8.last { !(0x30...0x39).contains($0) }
            let isNumbered = end == UInt8(ascii: "_") && name.utf8.last != end
            return !isNumbered && name.utf8.count + 12 < StepNames.longest
        }
    }

    /// How many stems are compared with each other before a set does it.
    private static let fewLimit = 32
    /// The longest name, as GitHub cuts it.
    fileprivate static let longest = 100

    /// Takes the ids that are written, and reports those that cannot be.
    ///
    /// They go first, so that a made-up name gives way to a written one further down.
    mutating func take(_ ids: [Located<String>]) -> [Diagnostic] {
        ids.compactMap { id in
            if let problem = Identifier.problem(with: id) {
                return problem
            }
            guard taken.insert(id.value.lowercased()).inserted else {
                return Diagnostic(
                    .duplicateIdentifier,
                    "The identifier '\(id.value)' may not be used more than once within the same "
                        + "scope.",
                    at: id.span,
                    help: "give one of the two steps another `id`"
                )
            }
            return nil
        }
    }

    /// A name for a step without an id, `__run` or `__run_2` when that is taken.
    ///
    /// Written ids never start with two underscores, so that only made-up names can meet.
    mutating func makeUp(_ text: String) -> String {
        let index = stem(of: text)
        repeat {
            stems[index].count += 1
        } while !claim(index)
        return Self.name(stems[index].name, stems[index].count)
    }

    private mutating func claim(_ index: Int) -> Bool {
        made?.insert(Self.name(stems[index].folded, stems[index].count)).inserted ?? true
    }

    private mutating func stem(of text: String) -> Int {
        guard stems.count > Self.fewLimit else {
            return stems.firstIndex { $0.text == text } ?? add(text)
        }
        if indices.isEmpty {
            indices = Dictionary(uniqueKeysWithValues: stems.indices.map { (stems[$0].text, $0) })
        }
        if let known = indices[text] {
            return known
        }
        let index = add(text)
        indices[text] = index
        return index
    }

    private mutating func add(_ text: String) -> Int {
        let name = "__" + Identifier.sanitised(text)
        let stem = Stem(text: text, name: name, folded: name.lowercased())
        let isDistinct =
            stems.count < Self.fewLimit && stem.isDistinct
            && !stems.contains { $0.folded == stem.folded }
        if made == nil, !isDistinct {
            made = Set(
                stems.flatMap { stem in
                    stem.count > 0 ? (1...stem.count).map { Self.name(stem.folded, $0) } : []
                }
            )
        }
        stems.append(stem)
        return stems.count - 1
    }

    private static func name(_ stem: String, _ count: Int) -> String {
        let suffix = count == 1 ? "" : "_\(count)"
        guard stem.utf8.count + suffix.utf8.count > longest else {
            return stem + suffix
        }
        return stem.prefix(longest - suffix.utf8.count) + suffix
    }
}
