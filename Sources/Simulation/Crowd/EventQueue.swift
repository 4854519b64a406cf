/// What happens at which time, the earliest first; a binary heap.
struct EventQueue<Event> {
    private var heap: [(time: Int64, order: Int, event: Event)] = []
    private var added = 0

    /// Events of the same time come out in the order in which they were added.
    mutating func add(_ event: Event, at time: Int64) {
        heap.append((time, added, event))
        added += 1
        var child = heap.count - 1
        while child > 0, isEarlier(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func next() -> (time: Int64, event: Event)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.time, first.event)
    }

    private mutating func sink() {
        var parent = 0
        while 2 * parent + 1 < heap.count {
            var child = 2 * parent + 1
            if child + 1 < heap.count, isEarlier(child + 1, child) { child += 1 }
            guard isEarlier(child, parent) else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }

    private func isEarlier(_ one: Int, _ other: Int) -> Bool {
        (heap[one].time, heap[one].order) < (heap[other].time, heap[other].order)
    }
}
