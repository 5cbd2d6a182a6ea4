import Synchronization

#if canImport(Glibc)
    import CMalloc
    import Glibc
#endif

/// Room on the heap, made before it is needed.
///
/// What a large workflow becomes stands in many small pieces. Left alone the C library asks the
/// kernel for memory again and again, and each page of 4 KiB is handed over when it is first
/// touched: a fifth of the time a workflow of 2 MB takes. With glibc the heap is made large at once
/// and of pages of 2 MiB; elsewhere nothing is done.
package enum HeapRoom {
    /// Files below this size are read as fast without.
    private static let smallest = 512 << 10
    /// How large glibc lets a heap of a thread grow before it makes another (`HEAP_MAX_SIZE`).
    private static let largest = 64 << 20
    /// Whether threads have heaps of their own.
    private static let divided = Atomic(false)

    /// Whether several threads may take memory at once without one waiting for another.
    static var isDivided: Bool { divided.load(ordering: .relaxed) }

    /// Lets all threads share one heap, which grows in larger steps; called before there are any.
    ///
    /// Pieces of a log come from it too: left alone the C library maps each of 128 KiB or more
    /// anew, page by page, a fifth of the time that a long log took.
    package static func shareAmongThreads() {
        #if canImport(Glibc)
            mallopt(M_ARENA_MAX, 1)
            mallopt(M_TOP_PAD, 1 << 20)
            mallopt(M_MMAP_THRESHOLD, 4 << 20)
            mallopt(M_TRIM_THRESHOLD, 16 << 20)
        #endif
    }

    /// Gives each thread a heap of its own; called before there are any, as glibc asks only once
    /// how many there may be.
    ///
    /// A thread's heap grows by one `mprotect` a page, so each is made large at once, which costs
    /// nothing while nobody touches it; large pieces come from it too, and what is freed stays.
    package static func divide(amongThreads count: Int) {
        #if canImport(Glibc)
            mallopt(M_ARENA_MAX, Int32(count + 2))
            mallopt(M_TOP_PAD, Int32(largest / 4 * 3))
            mallopt(M_MMAP_THRESHOLD, Int32(largest / 2))
            mallopt(M_TRIM_THRESHOLD, 1 << 30)
            divided.store(true, ordering: .relaxed)
        #endif
    }

    private static let kept = Mutex<[any Sendable]>([])

    /// Keeps a large value for the rest of the process, whose end frees it at no cost.
    package static func keep(_ value: some Sendable) {
        kept.withLock { $0.append(value) }
    }

    /// Keeps what a file of so many bytes was read into, if it is long: freeing its many pieces,
    /// one by one and by one core, takes a tenth of the time that they are of use.
    static func keep(_ value: some Sendable, ofFile bytes: Int) {
        if bytes >= smallest { keep(value) }
    }

    /// Asks for large pages for what this thread reads a file of so many bytes into.
    static func expect(file bytes: Int) {
        #if canImport(Glibc)
            guard bytes >= smallest, let piece = malloc(64 << 10) else { return }
            defer { free(piece) }
            let page = 2 << 20
            let start = piece.alignedUp(toMultipleOf: page)
            var end = piece.alignedUp(toMultipleOf: largest)
            if let top = sbrk(0), piece < top, top - piece <= largest { end = top }
            guard end > start else { return }
            madvise(start, (end - start) / page * page, MADV_HUGEPAGE)
        #endif
    }
}
