/// Things that wait for their turn; what was taken is let go of at once.
///
/// A slice whose first elements are dropped keeps them alive until it moves to other storage.
package struct Backlog<Element> {
    private var slots: [Element?] = []
    private var start = 0

    /// Nothing waits yet.
    package init() {}

    /// Whether nothing waits.
    package var isEmpty: Bool { start == slots.count }

    /// Adds a thing behind all others.
    package mutating func append(_ element: Element) {
        slots.append(element)
    }

    /// Takes the thing that has waited longest; nil when nothing waits.
    package mutating func takeFirst() -> Element? {
        guard start < slots.count else { return nil }
        let element = slots[start].take()
        start += 1
        if start == slots.count {
            slots.removeAll(keepingCapacity: slots.capacity <= 256)
            start = 0
        } else if start >= 32, start * 2 >= slots.count {
            slots.removeFirst(start)
            start = 0
        }
        return element
    }
}

extension Backlog: Sendable where Element: Sendable {}
