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
    /// How many bytes of heap a byte of YAML may take.
    private static let factor = 16
    /// Files below this size are read as fast without.
    private static let smallest = 512 << 10

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

    /// Lets threads that are started now have heaps of their own, so that nobody waits for another.
    ///
    /// What is read from many small files is freed file by file: no heap grows for long.
    static func allow(threads: Int) {
        #if canImport(Glibc)
            mallopt(M_ARENA_MAX, Int32(threads))
        #endif
    }

    /// Makes room for what a file of so many bytes is read into.
    static func expect(file bytes: Int) {
        #if canImport(Glibc)
            guard bytes >= smallest else { return }
            let room = factor * min(bytes, 8 << 20)
            // Large pieces come from the heap too, and what is freed of it stays with us.
            mallopt(M_MMAP_THRESHOLD, 32 << 20)
            mallopt(M_TRIM_THRESHOLD, 1 << 30)
            mallopt(M_TOP_PAD, Int32(room))
            let piece = malloc(room / factor)
            mallopt(M_TOP_PAD, 1 << 20)
            useLargePages(from: piece, most: 2 * room)
            free(piece)
        #endif
    }

    #if canImport(Glibc)
        /// Asks for large pages from a piece of the heap to the heap's end, by `madvise(2)`.
        private static func useLargePages(from piece: UnsafeMutableRawPointer?, most: Int) {
            let page = 2 << 20
            guard let piece, let end = sbrk(0) else { return }
            let start = piece.alignedUp(toMultipleOf: page)
            // On the heap of a thread of its own the piece is nowhere near.
            guard end > start, end - start <= most else { return }
            madvise(start, (end - start) / page * page, MADV_HUGEPAGE)
        }
    #endif
}
