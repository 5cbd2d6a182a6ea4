/// The anchors of a document and how many nodes their aliases have added.
struct AnchorTable {
    private enum Anchor {
        case open
        case defined(Int, count: Int, height: Int)
    }

    private var anchors: [String: Anchor] = [:]
    private var countHere = 0
    private var heightHere = 0
    /// How many nodes aliases have repeated.
    private(set) var expandedNodes = 0

    /// Whether no node has an anchor so far.
    var isEmpty: Bool { anchors.isEmpty }

    /// The names defined so far.
    var names: [String] { anchors.keys.sorted() }

    /// What an alias finds.
    enum Use {
        /// The record of the anchor's node, and how many collections stand in each other in it.
        case node(Int, height: Int)
        /// The node the alias itself stands in.
        case open
        /// Nothing.
        case unknown
    }

    /// How much stands outside the collection being read.
    struct Outside {
        fileprivate let count: Int
        fileprivate let height: Int
    }

    /// Notes that the node of an anchor starts.
    mutating func open(_ name: String) {
        anchors[name] = .open
    }

    /// Starts a collection.
    mutating func enter() -> Outside {
        let outside = Outside(count: countHere, height: heightHere)
        countHere = 0
        heightHere = 0
        return outside
    }

    /// Ends a collection and tells its size, itself included.
    mutating func leave(_ outside: Outside) -> (count: Int, height: Int) {
        let size = (count: countHere + 1, height: heightHere + 1)
        countHere = outside.count
        heightHere = outside.height
        return size
    }

    /// Notes a complete node by its record and size, under its anchor when it has one.
    mutating func define(_ name: String?, _ node: Int, count: Int, height: Int) {
        if let name {
            anchors[name] = .defined(node, count: count, height: height)
        }
        add(count: count, height: height)
    }

    /// What an alias of `name` stands for; its nodes are counted as repeated.
    mutating func use(_ name: String) -> Use {
        switch anchors[name] {
        case .defined(let node, let count, let height):
            expandedNodes += count
            add(count: count, height: height)
            return .node(node, height: height)
        case .open:
            return .open
        case nil:
            return .unknown
        }
    }

    private mutating func add(count: Int, height: Int) {
        countHere += count
        heightHere = max(heightHere, height)
    }
}
