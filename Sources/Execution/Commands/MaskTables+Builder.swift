extension MaskTables {
    /// Collects needles and turns them into tables.
    struct Builder {
        private var tables = MaskTables()

        /// Starts without needles.
        init() {}

        /// Gives each byte that occurs in a needle a column of its own; all others share column 0.
        mutating func assignClasses(_ needles: [[UInt8]]) {
            var seen = [Bool](repeating: false, count: 256)
            for needle in needles {
                for byte in needle {
                    seen[Int(byte)] = true
                }
            }
            // UTF-8 never holds 0xFF, so 255 columns are enough and a class fits in a byte.
            for byte in 0..<255 where seen[byte] {
                tables.classes[byte] = UInt8(tables.width)
                tables.width += 1
            }
            addState(depth: 0)
        }

        /// Adds a whole needle.
        mutating func insert(_ needle: [UInt8]) {
            let state = path(needle[...])
            tables.longest[state] = Int32(needle.count)
        }

        /// Adds the prefix of the long needle with that index.
        mutating func insertPrefix(_ prefix: ArraySlice<UInt8>, of needle: Int) {
            tables.prefixes[path(prefix), default: []].append(needle)
        }

        /// Computes the transitions that follow a mismatch and finishes the tables.
        mutating func build(_ needles: [[UInt8]]) -> MaskTables {
            fillFirstPairs(needles)
            let order = linkFailures()
            encode(order)
            return tables
        }

        private mutating func addState(depth: Int) {
            tables.table.append(contentsOf: repeatElement(0, count: tables.width))
            tables.longest.append(0)
            tables.openDepths.append(Int32(depth))
        }

        private mutating func path(_ bytes: ArraySlice<UInt8>) -> Int {
            var state = 0
            for byte in bytes {
                let slot = state * tables.width + Int(tables.classes[Int(byte)])
                if tables.table[slot] == 0 {
                    tables.table[slot] = Int32(tables.longest.count)
                    addState(depth: Int(tables.openDepths[state]) + 1)
                }
                state = Int(tables.table[slot])
            }
            return state
        }

        private mutating func fillFirstPairs(_ needles: [[UInt8]]) {
            for needle in needles {
                let seconds = needle.count > 1 ? needle[1]...needle[1] : 0...255
                for second in seconds {
                    let pair = Int(needle[0]) << 8 | Int(second)
                    tables.firstPairs[pair >> 6] |= 1 << UInt64(pair & 63)
                }
            }
        }

        private mutating func linkFailures() -> [Int] {
            let width = tables.width
            var failure = [Int](repeating: 0, count: tables.longest.count)
            var order = [0]
            var next = 0
            while next < order.count {
                let state = order[next]
                next += 1
                var isLeaf = true
                for column in 0..<width {
                    let slot = state * width + column
                    let child = Int(tables.table[slot])
                    let fallback =
                        state == 0 ? 0 : Int(tables.table[failure[state] * width + column])
                    if child == 0 {
                        tables.table[slot] = Int32(fallback)
                    } else {
                        isLeaf = false
                        failure[child] = fallback
                        tables.longest[child] = max(
                            tables.longest[child],
                            tables.longest[fallback]
                        )
                        order.append(child)
                    }
                }
                if isLeaf {
                    tables.openDepths[state] = state == 0 ? 0 : tables.openDepths[failure[state]]
                }
            }
            return order
        }

        /// Replaces state numbers by row offsets, flagged where something ends.
        private mutating func encode(_ states: [Int]) {
            let width = Int32(tables.width)
            let entries = states.indices.map { state in
                let offset = Int32(state) * width
                let ends = tables.longest[state] > 0 || tables.prefixes[state] != nil
                return ends ? offset | MaskTables.acceptFlag : offset
            }
            for slot in tables.table.indices {
                tables.table[slot] = entries[Int(tables.table[slot])]
            }
        }
    }
}
