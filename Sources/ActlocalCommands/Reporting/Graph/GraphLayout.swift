import Sessions

/// Where the boxes of jobs and the lines between them are, in pixels.
///
/// A column for each stage, from left to right; a line that passes over a column bends around its
/// boxes, and the lines of one job share their bends. Inside a column the jobs stand by the height
/// of what they need.
struct GraphLayout {
    /// A job's box.
    struct Box {
        /// The job.
        let job: JobGraph.Node
        /// Its lines of text, the id first.
        let lines: [String]
        /// The jobs of the workflow it calls, below the lines.
        let inner: GraphLayout?
        /// The left edge.
        var left = 0
        /// The upper edge.
        var top = 0
        /// The size.
        let width: Int
        /// The size.
        let height: Int
    }

    /// A point that a line goes through.
    struct Point: Equatable {
        /// From the left.
        let x: Int
        /// From the top.
        let y: Int
    }

    /// The pixels of one terminal cell of text, and of one line.
    static let cell = (width: 8, height: 17)
    /// Between a box and its text.
    static let padding = 10
    private static let gap = (columns: 48, rows: 16)

    /// The boxes, in the order of the jobs.
    private(set) var boxes: [Box]
    /// The lines from what is needed to what needs it.
    private(set) var edges: [[Point]] = []
    /// The size of the whole.
    private(set) var width = 0
    /// The size of the whole.
    private(set) var height = 0

    /// A box, or the bend of a line in a column between.
    private struct Item {
        let box: Int?
        var top = 0
        let height: Int
        /// The items of the column before that it is joined to.
        var joined: [Int] = []
    }

    private var items: [Item] = []
    private var columns: [[Int]] = []
    /// The items that each line goes through.
    private var paths: [[Int]] = []

    /// Lays out jobs.
    init(_ jobs: [JobGraph.Node]) {
        boxes = jobs.map(Self.box)
        let stages = Set(jobs.map(\.stage)).sorted()
        columns = stages.map { stage in jobs.indices.filter { jobs[$0].stage == stage } }
        items = boxes.indices.map { Item(box: $0, height: boxes[$0].height) }
        addPaths(jobs, stages)
        for index in columns.indices.dropFirst() { order(index) }
        place()
    }

    private static func box(_ job: JobGraph.Node) -> Box {
        let lines = [job.id] + GraphLabel.remarks(job).map { Cells.truncated($0, to: 60) }
        let inner = job.call.flatMap { $0.jobs.isEmpty ? nil : GraphLayout($0.jobs) }
        let widest = lines.map { Cells.width(of: $0) }.max() ?? 0
        let text = widest * cell.width
        let below = inner.map { $0.height + padding } ?? 0
        return Box(
            job: job,
            lines: lines,
            inner: inner,
            width: max(text, inner?.width ?? 0) + 2 * padding,
            height: lines.count * cell.height + below + 2 * padding
        )
    }

    /// Makes a path for every need, with a bend in each column it passes over.
    private mutating func addPaths(_ jobs: [JobGraph.Node], _ stages: [Int]) {
        let places = Dictionary(
            jobs.enumerated().map { ($0.element.id.lowercased(), $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        let columnOf = Dictionary(
            stages.enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        let column = jobs.map { columnOf[$0.stage] ?? 0 }
        var dependents: [[Int]] = jobs.map { _ in [] }
        for (index, job) in jobs.enumerated() {
            for from in job.needs.compactMap({ places[$0.lowercased()] })
            where column[from] < column[index] {
                dependents[from].append(index)
            }
        }
        for (from, targets) in dependents.enumerated() {
            addPaths(from: from, to: targets.sorted { column[$0] > column[$1] }, column)
        }
    }

    /// Makes the paths from one job: the longest whole, of each other one what it does not share.
    private mutating func addPaths(from source: Int, to targets: [Int], _ column: [Int]) {
        guard let furthest = targets.first else { return }
        var trunk = [source]
        for passed in (column[source] + 1)..<column[furthest] {
            let bend = items.count
            items.append(Item(box: nil, height: Self.cell.height, joined: [trunk[trunk.count - 1]]))
            columns[passed].append(bend)
            trunk.append(bend)
        }
        for target in targets {
            let last = trunk[column[target] - column[source] - 1]
            items[target].joined.append(last)
            paths.append(target == furthest ? trunk + [target] : [last, target])
        }
    }

    /// Puts the items of a column in the order of what they are joined to in the column before.
    private mutating func order(_ column: Int) {
        let before = Dictionary(
            columns[column - 1].enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        let keyed = columns[column].enumerated().map { place, item in
            let joined = items[item].joined.compactMap { before[$0] }
            let mean = joined.isEmpty ? 0 : Double(joined.reduce(0, +)) / Double(joined.count)
            return (item: item, mean: mean, place: place)
        }
        columns[column] = keyed.sorted { ($0.mean, $0.place) < ($1.mean, $1.place) }.map(\.item)
    }

    /// Stacks the items of every column, in the middle of the whole height.
    private mutating func place() {
        let heights = columns.map { column in
            column.reduce(-Self.gap.rows) { $0 + items[$1].height + Self.gap.rows }
        }
        height = heights.max() ?? 0
        var left = 0
        var edgesOfColumn: [Int: (left: Int, right: Int)] = [:]
        for (column, total) in zip(columns, heights) {
            let widest = column.compactMap { items[$0].box.map { boxes[$0].width } }.max() ?? 0
            var top = (height - total) / 2
            for item in column {
                items[item].top = top
                edgesOfColumn[item] = (left, left + widest)
                if let box = items[item].box { (boxes[box].left, boxes[box].top) = (left, top) }
                top += items[item].height + Self.gap.rows
            }
            left += widest + Self.gap.columns
        }
        width = max(0, left - Self.gap.columns)
        edges = paths.map { path in
            path.flatMap { item -> [Point] in
                let y = items[item].top + items[item].height / 2
                let column = edgesOfColumn[item] ?? (0, 0)
                // Up to the column's end a line stays level, so that it crosses no box below.
                let end = Point(x: column.right, y: y)
                guard let box = items[item].box else {
                    return item == path.first ? [end] : [Point(x: column.left, y: y), end]
                }
                guard item == path.first else { return [Point(x: boxes[box].left, y: y)] }
                let start = Point(x: boxes[box].left + boxes[box].width, y: y)
                return start == end ? [end] : [start, end]
            }
        }
    }
}
